import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { isReplayedFailure } from '../start/nx-cache.mjs';
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

/** A runner that says nothing for so long hangs: a handle was left open, or a test waits for ever. */
const silenceLimitMs = 240_000;

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
const signalAll = (child, signal) => {
  if (process.platform === 'win32' || child.pid === undefined) return void child.kill(signal);
  process.kill(-child.pid, signal);
};

/**
 * @param {boolean} withSlow
 * @param {string[]} more arguments of Nx
 * @returns {Promise<{ code: number | null, output: string }>} code null: it was ended from outside
 */
const runNx = (withSlow, ...more) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', ...(withSlow && { GUILDHALL_ALL_TESTS: '1' }) };
    const onWindows = process.platform === 'win32';
    const nx = join(root, 'node_modules', '.bin', onWindows ? 'nx.cmd' : 'nx');
    const args = ['run-many', '-t', 'test', '--outputStyle=static', '--nxBail=false', ...more];
    const child = spawn(nx, args, { cwd: root, env, shell: onWindows, detached: !onWindows });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => signalAll(child, 'SIGTERM'));
    const watchdog = setTimeout(() => {
      say(`Nothing was heard from the tests for ${silenceLimitMs / 60_000} minutes: they hang and are ended.`);
      signalAll(child, 'SIGKILL');
    }, silenceLimitMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        watchdog.refresh();
        output += text;
        process.stdout.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(watchdog);
      resolve({ code, output });
    });
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
  let result = await runNx(ci);
  if (result.code !== 0 && isReplayedFailure(result.output)) {
    say('A failure came from the cache; running again without it …');
    result = await runNx(ci, '--skip-nx-cache');
  }
  const { code, output } = result;
  const { passed, failed, skipped, silent } = summarise(output, projectsWith('test'));
  for (const name of silent) say(`${name}: its tests did not report; see its output above.`);
  // A failed build stops tests without a test having failed.
  const failures = failed === 0 && code !== 0 ? 1 : failed;
  process.stdout.write(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failures === 0 && passed > 0 ? 0 : 1;
};
