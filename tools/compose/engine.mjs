import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../start/places.mjs';

/**
 * @typedef {{ code: number, output: string, answer: string }} Ended output: everything it wrote; answer: only its
 *   standard output
 * @typedef {{ env?: Record<string, string>, seconds?: number }} RunOptions seconds: limit after which it is ended
 */

/**
 * Runs a program to its end; one that cannot be started ends with 127, one that takes too long with 124.
 * @param {readonly string[]} command
 * @param {RunOptions} [options]
 * @returns {Promise<Ended>}
 */
export const run = ([program = '', ...args], { env = {}, seconds = 30 } = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let answer = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, seconds * 1_000);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      answer += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', ({ message }) => {
      clearTimeout(timer);
      resolve({ code: 127, output: message, answer });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (isLate) output += `\nended after ${seconds} s`;
      resolve({ code: isLate ? 124 : (code ?? 1), output, answer });
    });
  });

/** The command of Compose that is installed, version 2 before 1; null when there is none. */
export const findCompose = async () => {
  for (const command of [['docker', 'compose'], ['docker-compose']])
    if ((await run([...command, 'version'])).code === 0) return command;
  return null;
};

/**
 * An image to build on that the engine has already, so that nothing must be fetched; null when it has none.
 * @returns {Promise<string | null>}
 */
export const findBase = async () => {
  const named = process.env['GUILDHALL_BASE'];
  for (const image of named === undefined ? ['guildhall/base:bookworm', 'debian:bookworm-slim'] : [named])
    if ((await run(['docker', 'image', 'inspect', image])).code === 0) return image;
  return null;
};

/**
 * What makes Compose build with BuildKit, which reads a file only once; the older builder where no client can. Some
 * machines have two clients, of which only Debian's has it.
 * @param {string} folder for its files
 * @returns {Promise<Record<string, string>>}
 */
export const builder = async (folder) => {
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nLABEL guildhall=probe\n');
  for (const path of [process.env['PATH'] ?? '', `/usr/bin:${process.env['PATH']}`]) {
    const env = { PATH: path, DOCKER_BUILDKIT: '1', COMPOSE_DOCKER_CLI_BUILD: '1' };
    const { code, answer } = await run(['docker', 'build', '--quiet', folder], { env });
    if (code !== 0) continue;
    await run(['docker', 'image', 'rm', answer.trim()]);
    return env;
  }
  return { DOCKER_BUILDKIT: '0' };
};
