import { freePort } from '@guildhall/testing';
import { openEmbeddedReadStore, settingOf } from '@guildhall/read-store';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Measures } from './measures.js';
import { serviceToken } from './scale-log.js';
import { WatchedProcess } from './watched-process.js';

const lookEveryMs = 50;
const startMs = 1_200_000;
/** After it listens its reactors start, and only then does it take a polite signal. */
const settledMs = 3_000;
/** Agents of the log have no heartbeat here: this is longer than any run. */
const environment = {
  GUILDHALL_BACKEND: 'off',
  GUILDHALL_AGENT_LEASE_MS: '3600000',
};

export interface RunningPlatform {
  process: WatchedProcess;
  url: string;
}

/** Starts the real platform and waits until it serves requests; notes how long that took and how much memory it holds. */
export const startPlatform = async (dataDir: string, name: string, measures: Measures): Promise<RunningPlatform> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = WatchedProcess.start('platform', dataDir, { ...environment, PORT: String(port) });
  while (!(await answers(`${url}/health/live`))) {
    if (!process.isRunning || process.ageMs > startMs) {
      measures.say(`${name} breaks with`, process.failure ?? `not up after ${startMs} ms`);
      measures.note(`${name} peak MB`, process.peakMb);
      await process.end('SIGKILL');
      throw new Error(`${name} broke`);
    }
    await delay(lookEveryMs);
  }
  measures.note(`${name} s`, process.ageMs / 1_000);
  measures.note(`${name} processor s`, process.processorSeconds);
  measures.note(`${name} peak MB`, process.peakMb);
  await delay(settledMs);
  return { process, url };
};

/** Heap in use, as the platform's own metrics say, and its memory from outside. */
export const platformMemory = async (
  { process, url }: RunningPlatform,
  org: string,
  measures: Measures,
): Promise<void> => {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${serviceToken(org)}` } });
  const heap = /^nodejs_heap_size_used_bytes (\S+)/m.exec(await answer.text())?.[1];
  measures.note('platform memory MB', process.memoryMb);
  measures.note('platform heap MB', Number(heap) / 2 ** 20);
};

/** A stop saves a snapshot of all folds, as every 50 000 events do, too. */
export const stopPlatform = async (
  { process }: RunningPlatform,
  dataDir: string,
  measures: Measures,
): Promise<void> => {
  measures.note('platform stop s', (await process.end('SIGTERM')) / 1_000);
  const complaint = process.output.split('\n').find((line) => /snapshot/i.test(line));
  if (complaint !== undefined) measures.say('platform complains', complaint.slice(0, 300));
  measures.note('platform snapshot MB', await snapshotMb(dataDir));
};

const snapshotMb = async (dataDir: string): Promise<number> => {
  const reads = await openEmbeddedReadStore({ file: join(dataDir, 'views', 'views.db') });
  try {
    const pointer = await settingOf(reads, 'snapshot:platform');
    if (pointer === null) return 0;
    const digest = String(pointer['digest']);
    return statSync(join(dataDir, 'blobs', digest.slice(0, 2), digest)).size / 2 ** 20;
  } finally {
    await reads.close();
  }
};

const answers = (url: string): Promise<boolean> =>
  fetch(url, { headers: { connection: 'close' } }).then(
    (answer) => answer.ok,
    () => false,
  );
