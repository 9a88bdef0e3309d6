import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { root } from '../start/places.mjs';
import { say, Unusable } from '../start/say.mjs';
import { projectsWith } from './projects.mjs';
import { summarise } from './summary.mjs';

const usage = `npm test            all fast tests of all projects
npm test -- --ci    the slow ones too
`;

/** @param {readonly string[]} args */
const parsed = (args) => {
  const options = { ci: { type: /** @type {const} */ ('boolean') }, help: { type: /** @type {const} */ ('boolean') } };
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Unusable(`${/** @type {Error} */ (error).message}\n${usage}`, 2);
  }
};

/**
 * @param {boolean} withSlow
 * @returns {Promise<{ code: number | null, output: string }>}
 */
const runNx = (withSlow) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', ...(withSlow && { GUILDHALL_ALL_TESTS: '1' }) };
    const nx = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'nx.cmd' : 'nx');
    const args = ['run-many', '-t', 'test', '--outputStyle=static', '--nxBail=false'];
    const child = spawn(nx, args, { cwd: root, env, shell: process.platform === 'win32' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        process.stdout.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });

/**
 * Runs the tests of every project and closes with one plain line of numbers.
 * @param {readonly string[]} args
 * @returns {Promise<number>} 0 only when tests were executed and none failed
 */
export const main = async (args) => {
  const { ci = false, help } = parsed(args);
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  say(`Building what is stale and running ${ci ? 'all' : 'the fast'} tests …`);
  const { code, output } = await runNx(ci);
  const { passed, failed, skipped, silent } = summarise(output, projectsWith('test'));
  for (const name of silent) say(`${name}: its tests did not report; see its output above.`);
  // A failed build stops tests without a test having failed.
  const failures = failed === 0 && code !== 0 ? 1 : failed;
  process.stdout.write(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failures === 0 && passed > 0 ? 0 : 1;
};
