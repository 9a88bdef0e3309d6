import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../build/ensure-built.mjs';
import { root } from '../start/places.mjs';
import { say, Unusable } from '../start/say.mjs';
import { runJest } from './jest.mjs';
import { projectsWith } from '../build/projects.mjs';
import { summarise } from './summary.mjs';

const usage = `npm test                    all fast tests of all projects
npm test -- --ci            the slow ones too
npm test -- <pattern> …     those in files whose path matches a pattern
`;

/** @param {readonly string[]} args */
const parsed = (args) => {
  const flag = { type: /** @type {const} */ ('boolean'), default: false };
  const options = { ci: flag, help: flag, begun: { type: /** @type {const} */ ('string') } };
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new Unusable(`${/** @type {Error} */ (error).message}\n${usage}`, 2);
  }
};

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;

/** Specs start the built programs; the canvas is not among them. */
const build = () =>
  ensureBuilt(
    projectsWith('build')
      .map(({ name }) => name)
      .filter((name) => name !== 'canvas'),
  );

/**
 * @param {boolean} withSlow
 * @param {readonly string[]} patterns
 */
const test = async (withSlow, patterns) => {
  const { code, files } = await runJest(withSlow, patterns);
  if (files === null) {
    say('The tests ended without a result; see the output above.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const folders = patterns.length > 0 ? [] : projectsWith('test').map(({ folder }) => resolve(root, folder));
  const { silent, ...counts } = summarise(files, folders);
  for (const folder of silent) say(`${relative(root, folder)}: no test was executed; see the output above.`);
  return { ...counts, failed: counts.failed === 0 && code !== 0 ? 1 : counts.failed };
};

/**
 * Runs the tests of every project and closes with one plain line of numbers.
 * @param {readonly string[]} args
 * @returns {Promise<number>} 0 only when tests were executed and none failed
 */
export const main = async (args) => {
  const { values, positionals } = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const installed = Date.now();
  await build();
  const built = Date.now();
  say(`Running ${values.ci ? 'all' : 'the fast'} tests …`);
  const { passed, failed, skipped } = await test(values.ci, positionals);
  const begun = Number(values.begun ?? installed);
  const times = `install ${seconds(installed - begun)}, build ${seconds(built - installed)}, tests ${seconds(Date.now() - built)}`;
  process.stdout.write(`\n${times}\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
};
