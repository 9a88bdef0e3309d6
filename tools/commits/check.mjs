import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { root } from '../start/places.mjs';
import { exitWith, say } from '../start/say.mjs';
import { commitFindings, commitsAfter } from './history.mjs';
import { problemsOf } from './message.mjs';

const beside = (/** @type {string} */ name) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** @param {string} file that git wrote the message to */
const checkMessage = (file) => {
  const message = readFileSync(file, 'utf8');
  // A fixup is folded into the commit that it names before it is pushed.
  if (/^(fixup|squash|amend)! /.test(message)) return 0;
  const problems = problemsOf(message);
  for (const problem of problems) say(problem);
  if (problems.length > 0) say('The form of commit messages: CONTRIBUTING.md, "Commits".');
  return problems.length === 0 ? 0 : 1;
};

const checkHistory = () => {
  const commits = commitsAfter(root, beside('since').trim());
  if (typeof commits === 'string') {
    say(`Commit messages are not checked: ${commits}.`);
    return 0;
  }
  const findings = commitFindings(commits, JSON.parse(beside('exceptions.json')), problemsOf);
  for (const finding of findings) say(finding);
  if (findings.length > 0)
    say('Reword them; one that is public already gets an entry with a reason in tools/commits/exceptions.json.');
  say(`${commits.length} commit messages checked.`);
  return findings.length === 0 ? 0 : 1;
};

/** `node tools/commits/check.mjs`: the commits of this branch; `--message <file>`: the one that is being made. */
await exitWith(async () => {
  const { values } = parseArgs({ options: { message: { type: 'string' } } });
  return values.message === undefined ? checkHistory() : checkMessage(values.message);
});
