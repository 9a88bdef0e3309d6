import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { verifyChain, type TrustedMark } from './chain-verifier.js';
import { openLog } from '../open-log.js';

/** A part of the log, and the pause between batches of it, in milliseconds. */
export interface VerifyPart {
  file: string;
  from: TrustedMark;
  to: number;
  pauseMs: number;
}
/** Progress and finding, sent after each batch. */
export interface VerifyReport {
  mark: TrustedMark;
  damagedAt: string | null;
  done: boolean;
}

const batchEvents = 5_000;

/** Checks a part of the log batch by batch; the pauses keep the load on the machine low. */
const run = async ({ file, from, to, pauseMs }: VerifyPart): Promise<void> => {
  const db = openLog(file, { readOnly: true });
  let mark = from;
  for (;;) {
    const result = verifyChain(db, mark, Math.min(batchEvents, to - mark.number));
    mark = result.mark;
    const done = result.damagedAt !== null || result.checked === 0 || mark.number >= to;
    parentPort?.postMessage({ mark, damagedAt: result.damagedAt, done } satisfies VerifyReport);
    if (done) break;
    if (pauseMs > 0) await delay(pauseMs);
  }
  db.close();
};

await run(workerData as VerifyPart);
