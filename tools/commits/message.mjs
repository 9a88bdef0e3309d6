import { prose, refusedWords } from '../language/words.mjs';

const longest = 72;
const form = /^(?<area>[a-z][a-z0-9-]*): (?<subject>\S.*)$/;

/** First words that end like a report of the past or of habit and are imperatives all the same. */
const imperatives = new Set(
  'access address bless bring bypass compress cross discuss dismiss embed express feed focus guess heed miss need pass press process seed shed speed stress string suppress toss weed'.split(
    ' ',
  ),
);

/**
 * @param {string} subject without the area
 * @returns {string | null} what is wrong with the mood
 */
const moodProblem = (subject) => {
  const [first = ''] = subject.split(/[\s,:]/);
  const word = first.toLowerCase();
  if (/^(a|an|the|no|what|who|whoever|it|there|each|every)$/.test(word))
    return `Begin with a verb in the imperative, not with "${first}": "retry …", "accept …", "move … to …".`;
  if (/^[a-z]{3,}(ed|ing|[^s]s)$/.test(word) && !imperatives.has(word))
    return `Begin with a verb in the imperative: "add …", not "added …", "adds …" or "adding …" ("${first}").`;
  return null;
};

/** A commit that replaces a word has to quote it. */
const withoutQuotes = (/** @type {string} */ text) => text.replace(/"[^"]*"|`[^`]*`/g, '');

/** What git writes by itself. */
const isMadeByGit = (/** @type {string} */ subject) => /^(Merge |Revert ")/.test(subject);

/**
 * @param {string} message with the comments that git adds for the editor
 * @returns {string} what git will keep
 */
export const keptBy = (message) =>
  (message.split(/^# -+ >8 -+$/m)[0] ?? '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .trim();

/**
 * What is out of form in a commit message, one sentence each.
 * @param {string} message
 * @returns {string[]}
 */
export const problemsOf = (message) => {
  const [subject = '', second = '', ...rest] = keptBy(message).split('\n');
  if (isMadeByGit(subject)) return [];
  /** @type {(string | null)[]} */
  const problems = [];
  const groups = form.exec(subject)?.groups;
  if (groups === undefined)
    problems.push(
      'Write `area: imperative subject`; the area is a slice or a library in lower case, for example `live`.',
    );
  else {
    problems.push(moodProblem(groups['subject'] ?? ''));
    if (/[.!]$/.test(subject)) problems.push('End the subject without a full stop.');
  }
  if (subject.length > longest)
    problems.push(`Shorten the subject to ${longest} characters; it has ${subject.length}.`);
  if (second !== '') problems.push('Leave the second line blank; the reasons follow after it.');
  for (const { word, instead } of refusedWords(withoutQuotes([subject, second, ...rest].join('\n')), prose))
    problems.push(`Write ${instead} instead of "${word}".`);
  return problems.filter((problem) => problem !== null);
};
