import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { untouched, verifyChain } from './chain-verifier.js';

/** What the background pass says: how far it is, and whether it found something. */
export interface VerifyReport {
  verifiedTo: number;
  damagedAt: string | null;
  done: boolean;
}

/** Checks old parts of the log slice by slice, slowly enough that nobody notices. */
const sliceEvents = 5_000;
const pauseMs = 40;

const run = async ({ file, to }: { file: string; to: number }): Promise<void> => {
  const db = new DatabaseSync(file, { readOnly: true });
  let mark = untouched;
  while (mark.number < to) {
    const result = verifyChain(db, mark, Math.min(sliceEvents, to - mark.number));
    mark = result.mark;
    const done = result.damagedAt !== null || result.checked === 0 || mark.number >= to;
    parentPort?.postMessage({ verifiedTo: mark.number, damagedAt: result.damagedAt, done } satisfies VerifyReport);
    if (done) break;
    await delay(pauseMs);
  }
  db.close();
};

await run(workerData as { file: string; to: number });
