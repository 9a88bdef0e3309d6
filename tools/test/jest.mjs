import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../start/places.mjs';
import { say } from '../start/say.mjs';

/** @import { SpecFile } from './summary.mjs' */

const minuteMs = 60_000;
/** A run that says nothing for so long hangs: a handle was left open, or a test waits for ever. A drill is one long test. */
const silenceLimitMs = (process.env['FULL_DRILL'] === '1' ? 60 : 4) * minuteMs;

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
const signalAll = (child, signal) => {
  if (process.platform === 'win32' || child.pid === undefined) return void child.kill(signal);
  process.kill(-child.pid, signal);
};

/**
 * Of a run of Jest.
 * @param {boolean} withSlow
 */
export const environment = (withSlow) => ({
  ...process.env,
  // The canvas's specs are loaded by Jest as ES modules.
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
  ...(withSlow && { GUILDHALL_ALL_TESTS: '1' }),
});

/** @param {string} file */
const resultsIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return null;
  }
};

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | null>} null: it was ended from outside
 */
const exitOf = (child) =>
  new Promise((resolve, reject) => {
    const watchdog = setTimeout(() => {
      say(`The tests wrote nothing for ${silenceLimitMs / minuteMs} minutes: they hang and are ended.`);
      signalAll(child, 'SIGKILL');
    }, silenceLimitMs);
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => signalAll(child, 'SIGTERM'));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes) => {
        watchdog.refresh();
        process.stdout.write(bytes);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(watchdog);
      resolve(code);
    });
  });

/**
 * Runs the specs of all projects in one run of Jest.
 * @param {boolean} withSlow
 * @param {readonly string[]} patterns only specs whose path matches one of them; none: all
 * @returns {Promise<{ code: number | null, files: SpecFile[] | null }>} files null: Jest did not come to its end
 */
export const runJest = async (withSlow, patterns) => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-tests-'));
  const output = join(folder, 'results.json');
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  // Slow specs wait more than they compute.
  const workers = Math.max(2, availableParallelism()) + (withSlow ? 1 : 0);
  const args = [`--maxWorkers=${workers}`, '--forceExit', '--json', `--outputFile=${output}`, ...patterns];
  const detached = process.platform !== 'win32';
  const child = spawn(process.execPath, [jest, ...args], { cwd: root, env: environment(withSlow), detached });
  try {
    const code = await exitOf(child);
    return { code, files: resultsIn(output) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
