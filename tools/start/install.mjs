import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './places.mjs';
import { isAlive, markOf } from './processes/processes.mjs';
import { say, Unusable, usualCause } from './say.mjs';
import { onStopSignal } from './signals.mjs';

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.guildhall-installed');
/** Jest loads ES modules, and the stores use node:sqlite: both need at least this version. */
const oldestNode = [24, 9];
const reportEveryMs = 5_000;

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** @returns {{ lock: string, node: string } | null} the last installation, with the Node that runs everything else */
const readStamp = () => {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return null;
  }
};

/** npm writes its own record at the end only, so an install that was broken off leaves none. */
const installedByHand = () => {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const packagesOf = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(record);
  const same = Object.keys(present).every((name) => wanted[name]?.version === present[name].version);
  const isNeeded = (/** @type {string} */ name) => name !== '' && !wanted[name].optional && !wanted[name].devOptional;
  return same && Object.keys(wanted).every((name) => !isNeeded(name) || name in present);
};

const npm = () => {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return { program: process.execPath, args: [script], shell: false };
  return { program: 'npm', args: [], shell: process.platform === 'win32' };
};

/** Folders that npm has made, and those among them that it has filled. */
const unpacked = () => {
  try {
    const folders = readdirSync(modules).filter((name) => !/^[.@]/.test(name));
    const full = folders.filter((name) => existsSync(join(modules, name, 'package.json')));
    return folders.length === 0 ? 'asking the registry' : `${full.length} of ${folders.length} packages unpacked`;
  } catch {
    return 'asking the registry';
  }
};

/** Without a terminal npm shows no progress of its own. */
const reportProgress = () => {
  if (process.stderr.isTTY) return () => undefined;
  const begun = Date.now();
  const timer = setInterval(
    () => say(`  … ${Math.round((Date.now() - begun) / 1_000)} s, ${unpacked()}`),
    reportEveryMs,
  );
  return () => clearInterval(timer);
};

/** @param {string} logs */
const npmOutput = (logs) => {
  const newest = readdirSync(logs).sort().at(-1);
  return newest === undefined ? '' : readFileSync(join(logs, newest), 'utf8');
};

/**
 * @param {string} logs folder for npm's own log, where the cause of a failure is found
 * @returns {Promise<{ code: number | null, interrupted: boolean }>}
 */
const runNpmCi = (logs) =>
  new Promise((resolve, reject) => {
    const { program, args, shell } = npm();
    const flags = ['ci', '--loglevel=error', `--logs-dir=${logs}`];

    const detached = process.platform !== 'win32';
    const child = spawn(program, [...args, ...flags], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell,
      detached,
    });
    let interrupted = false;
    // npm would undo everything first, which takes as long as installing; its leftovers are not used anyway.
    const pass = () => {
      interrupted = true;
      child.kill('SIGKILL');
    };
    const off = onStopSignal(pass);
    const stopReport = reportProgress();
    const finish = () => {
      stopReport();
      off();
    };
    child.once('error', (error) => {
      finish();
      reject(new Unusable(`npm could not be run (${error.message}): install Node.js 20 or newer together with npm.`));
    });
    child.once('exit', (code, signal) => {
      finish();
      resolve({ code, interrupted: interrupted || signal !== null });
    });
  });

/** Two installs at once destroy each other's work. */
const claim = () => {
  const file = join(root, '.guildhall', 'installing.json');
  const other = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  if (other !== null && isAlive(other))
    throw new Unusable(`Process ${other.pid} is installing here already: wait for it and run the command again.`);
  mkdirSync(join(root, '.guildhall'), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(markOf(process.pid)));
  return () => rmSync(file, { force: true });
};

const install = async () => {
  const release = claim();
  say(`Installing the packages of the lock file (npm ci; about a minute, 1 GB) …`);
  const begun = Date.now();
  const logs = mkdtempSync(join(tmpdir(), 'guildhall-npm-'));
  try {
    const { code, interrupted } = await runNpmCi(logs);
    if (interrupted)
      throw new Unusable('Stopped while installing; the next start installs again from the beginning.', 130);
    if (code !== 0) {
      const cause = usualCause(npmOutput(logs));
      throw new Unusable(
        cause ?? `The packages could not be installed (npm ci ended with ${code}; its reason is above).`,
      );
    }
  } finally {
    release();
    rmSync(logs, { recursive: true, force: true });
  }
  say(`Installed in ${Math.round((Date.now() - begun) / 1_000)} s.`);
};

/** @param {string} node */
const versionOf = (node) => {
  const { stdout, status } = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
};

/** @param {string} version */
const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > Number(oldestNode[0]) || (major === oldestNode[0] && minor >= Number(oldestNode[1]));
};

/** The Node of the lock file where it runs, else the one that runs this script when it is new enough. */
const chooseNode = () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const names = [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`];
  const pinned = names.map((name) => join(modules, name, 'bin', file)).find(existsSync);
  if (pinned !== undefined && versionOf(pinned) !== null) return realpathSync(pinned);
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new Unusable(
    `The Node.js that npm installed does not run here (${process.platform} ${process.arch}, perhaps musl): ` +
      `install Node.js ${oldestNode.join('.')} or newer from your system, delete node_modules/.bin/node, and run the command again.`,
  );
};

/**
 * Makes node_modules fit the lock file. Resolves with the path of the Node that runs everything else.
 * The stamp is written last, so nothing half-installed is ever believed.
 * @returns {Promise<string>}
 */
export const ensureInstalled = async () => {
  const lock = lockDigest();
  const stamp = readStamp();
  if (stamp?.lock === lock && existsSync(stamp.node)) return stamp.node;
  if (!installedByHand()) await install();
  const node = chooseNode();
  writeFileSync(stampFile, JSON.stringify({ lock, node }));
  return node;
};
