import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A process, distinguishable from a later one with the same number.
 * @typedef {{ pid: number, born: string }} Mark `born`: start time as the system gives it
 * @typedef {{ supervisor: Mark, children: Mark[] }} Processes
 */

/** @param {string} dataDir */
const fileOf = (dataDir) => join(dataDir, 'run', 'processes.json');

/** @param {number} pid */
const bornOnLinux = (pid) => {
  try {
    const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return state === 'Z' ? null : (rest[18] ?? null);
  } catch {
    return null;
  }
};

/** @param {number} pid */
const bornElsewhere = (pid) => {
  const { stdout, error } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return error === undefined ? stdout.trim() || null : null;
};

/** When a process was started, as an opaque text; null: there is none with this number. */
export const bornAt = (/** @type {number} */ pid) =>
  process.platform === 'linux' ? bornOnLinux(pid) : bornElsewhere(pid);

/**
 * @param {number} pid
 * @returns {Mark}
 */
export const markOf = (pid) => ({ pid, born: bornAt(pid) ?? '' });

/** @param {Mark} mark */
export const isAlive = ({ pid, born }) => born !== '' && bornAt(pid) === born;

/**
 * What the last supervisor on this data directory wrote down; null when nothing is known.
 * @param {string} dataDir
 * @returns {Processes | null}
 */
export const readProcesses = (dataDir) => {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
  } catch {
    return null;
  }
};

/**
 * @param {string} dataDir
 * @param {Processes} processes
 */
export const writeProcesses = (dataDir, processes) => {
  const file = fileOf(dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(processes), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

/** @param {string} dataDir */
export const forgetProcesses = (dataDir) => rmSync(fileOf(dataDir), { force: true });
