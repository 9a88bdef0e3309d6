import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unusable } from '../../start/say.mjs';

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const source = here('WireServer.java');
const parts = here('pom.xml');

const cacheFolder = () =>
  process.env['GUILDHALL_SERVERS_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'guildhall', 'servers');

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} missing what to say when the program is not there
 */
const run = (program, args, missing) => {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 300_000 });
  if (error !== undefined) {
    const gone = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT';
    throw new Unusable(gone ? missing : `${program} did not end: ${error.message}`);
  }
  if (status === 0) return;
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.includes('ERROR') || line.includes('error:'));
  throw new Unusable(`${program} failed: ${lines[0] ?? `exit code ${status}`}`);
};

/**
 * Fetches and compiles the server once for each version of its source; later calls find it in the cache.
 * @returns {string} class path to start it with
 */
export const install = () => {
  const version = createHash('sha256').update(readFileSync(source)).update(readFileSync(parts)).digest('hex');
  const folder = join(cacheFolder(), `mongo-${version.slice(0, 16)}`);
  const classPath = [join(folder, 'classes'), join(folder, 'lib', '*')].join(delimiter);
  if (existsSync(folder)) return classPath;
  mkdirSync(cacheFolder(), { recursive: true });
  const unfinished = mkdtempSync(join(cacheFolder(), 'unfinished-'));
  try {
    const lib = join(unfinished, 'lib');
    const goal = 'dependency:copy-dependencies';
    const needsMaven = 'Maven is not installed (Debian: apt-get install maven); it fetches the server for tests';
    run('mvn', ['-B', '-q', '-f', parts, goal, `-DoutputDirectory=${lib}`], needsMaven);
    const needsJava =
      'No Java compiler is installed (Debian: apt-get install default-jdk-headless); the server needs it';
    run('javac', ['-d', join(unfinished, 'classes'), '-cp', join(lib, '*'), source], needsJava);
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process may have installed the same in the meantime.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return classPath;
};
