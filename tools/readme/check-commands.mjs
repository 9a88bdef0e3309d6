import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../libs/testing/src/network/free-port.ts';
import { root } from '../start/places.mjs';
import { readProcesses } from '../start/processes/processes.mjs';
import { say } from '../start/say.mjs';
import { commandBlocks, scriptOf } from './blocks.mjs';

const writtenAddress = 'http://127.0.0.1:8080';
const startLimitMs = 180_000;
const agentsLimitMs = 20_000;
const commandsLimitMs = 120_000;
const stopLimitMs = 20_000;

/**
 * `npm start` as the README says it. Resolves when it has printed the login link.
 * @param {number} port
 * @param {string} dataDir
 * @param {string} adminToken
 */
const startGuildhall = async (port, dataDir, adminToken) => {
  const args = ['start', '--', '--demo', '--port', String(port), '--data', dataDir];
  const env = { ...process.env, ADMIN_TOKEN: adminToken };
  const child = spawn('npm', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  const deadline = setTimeout(() => child.kill('SIGTERM'), startLimitMs);
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (output.includes('Guildhall is ready')) resolve(undefined);
      });
    }
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code} before it was ready:\n${output}`)));
  });
  clearTimeout(deadline);
  return child;
};

/**
 * Interrupts the supervisor; npm itself would report the signal and not how the supervisor ended.
 * @param {import('node:child_process').ChildProcess} child npm
 * @param {string} dataDir
 * @returns {Promise<boolean>} was it a clean end?
 */
const stopGuildhall = async (child, dataDir) => {
  const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
  const supervisor = readProcesses(dataDir)?.supervisor.pid;
  if (supervisor !== undefined) process.kill(supervisor, 'SIGINT');
  const deadline = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), stopLimitMs);
  const [code] = await exited;
  clearTimeout(deadline);
  return code === 0;
};

/**
 * @param {string} script
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} its output
 */
const runScript = async (script, env) => {
  const child = spawn('bash', ['-c', script], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
  }
  const deadline = setTimeout(() => child.kill('SIGKILL'), commandsLimitMs);
  await once(child, 'close');
  clearTimeout(deadline);
  return output;
};

/** @typedef {{ id: string, status: string }} Workspace */

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 * @returns {Promise<Workspace[]>}
 */
const workspacesOf = async (url, headers) =>
  /** @type {Workspace[]} */ (await (await fetch(`${url}/workspaces`, { headers })).json());

/**
 * A person needs longer to read the tour than the agents to start.
 * @param {string} url
 * @param {Record<string, string>} headers
 */
const untilOnline = async (url, headers) => {
  const deadline = Date.now() + agentsLimitMs;
  const isThere = (/** @type {Workspace[]} */ rows) =>
    rows.length > 0 && rows.every(({ status }) => status === 'online');
  while (!isThere(await workspacesOf(url, headers))) {
    if (Date.now() > deadline) throw new Error(`the demo agents were not online within ${agentsLimitMs} ms`);
    await delay(100);
  }
};

/**
 * Local agents outlive the platform on purpose; here they would stay forever.
 * @param {string} url
 * @param {Record<string, string>} headers
 */
const removeWorkspaces = async (url, headers) => {
  for (const { id } of await workspacesOf(url, headers))
    await fetch(`${url}/workspaces/${id}?confirm=true`, { method: 'DELETE', headers });
};

/** @returns {Promise<number>} */
export const main = async () => {
  const markdown = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = commandBlocks(markdown);
  const adminToken = /ADMIN_TOKEN=(\S+)/.exec(markdown)?.[1] ?? '';
  const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-readme-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const marker = `block-done-${port}`;
  const script = scriptOf(blocks, marker).replaceAll(writtenAddress, url);
  const child = await startGuildhall(port, dataDir, adminToken);
  const headers = { authorization: `Bearer ${adminToken}` };
  await untilOnline(url, headers);
  const output = await runScript(script, { ...process.env, DATA_DIR: dataDir });
  const done = blocks.filter((_, index) => output.includes(`${marker} ${index + 1}\n`)).length;
  for (const { line } of blocks.slice(done, done + 1)) say(`README.md:${line}: this block failed`);
  await removeWorkspaces(url, headers);
  const stopped = await stopGuildhall(child, dataDir);
  if (!stopped) say('npm start did not end cleanly.');
  rmSync(dataDir, { recursive: true, force: true });
  const passed = done + Number(stopped);
  const failed = blocks.length + 1 - passed;
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && blocks.length > 0 ? 0 : 1;
};
