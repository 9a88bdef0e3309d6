import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../start/places.mjs';
import { say, Unusable, usualCause } from '../start/say.mjs';
import { onStopSignal } from '../start/signals.mjs';
import { isReplayedFailure } from './nx-cache.mjs';
import { fingerprint, markBuilt, stale } from './sources.mjs';

/** What `npm start` runs. */
const startProjects = ['platform', 'projector', 'runtime', 'canvas'];

const nx = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'nx.cmd' : 'nx');

/**
 * Runs Nx without its daemon and its screen; its output is shown only when it fails.
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number | null, interrupted: boolean, output: string }>}
 */
const runNx = (args) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
    const child = spawn(nx, [...args, '--outputStyle=static'], { cwd: root, env, shell: process.platform === 'win32' });
    let output = '';
    let interrupted = false;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      interrupted = true;
      child.kill(signal);
    };
    const off = onStopSignal(stop);
    child.once('error', reject);
    child.once('close', (code) => {
      off();
      resolve({ code, interrupted, output });
    });
  });

/**
 * @param {readonly string[]} projects
 * @returns {Promise<void>}
 */
const buildProjects = async (projects) => {
  const args = ['run-many', '-t', 'build', `--projects=${projects.join(',')}`];
  let result = await runNx(args);
  if (result.code !== 0 && !result.interrupted && isReplayedFailure(result.output))
    result = await runNx([...args, '--skip-nx-cache']);
  const { code, interrupted, output } = result;
  if (interrupted) throw new Unusable('Stopped while building; the next start resumes there.', 130);
  if (code === 0) return;
  say(output);
  throw new Unusable(usualCause(output) ?? 'The build failed; its messages are above.');
};

/**
 * Builds the projects whose sources have changed since the last time. Nx is not asked about the others: it would write
 * their outputs again from its cache, under the feet of programs that run.
 * @param {readonly string[]} projects
 */
export const ensureBuilt = async (projects = startProjects) => {
  const state = fingerprint();
  const missing = stale(state, projects);
  if (missing.length === 0) return;
  say('Building what has changed (the first time half a minute) …');
  const begun = Date.now();
  await buildProjects(missing);
  markBuilt(state, missing);
  say(`Built in ${((Date.now() - begun) / 1_000).toFixed(1)} s.`);
};
