import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, readProcesses } from './processes.mjs';
import { say } from '../say.mjs';

const graceMs = 10_000;
const askEveryMs = 20;

/**
 * Ends what an earlier supervisor left behind when it was killed: its processes hold the data directory.
 * Agents are not among them; the platform finds those again by itself.
 * @param {string} dataDir
 */
export const stopOrphans = async (dataDir) => {
  const left = (readProcesses(dataDir)?.children ?? []).filter(isAlive);
  if (left.length === 0) return;
  say(`An earlier start was killed; ending its processes (${left.map(({ pid }) => `process ${pid}`).join(', ')}) …`);
  for (const { pid } of left) process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (left.some(isAlive) && Date.now() < deadline) await delay(askEveryMs);
  for (const { pid } of left.filter(isAlive)) process.kill(pid, 'SIGKILL');
  while (left.some(isAlive)) await delay(askEveryMs);
};
