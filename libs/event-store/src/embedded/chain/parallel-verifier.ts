import { availableParallelism } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { builtWorker } from '../built-worker.js';
import { storedMark, untouched, verifyChain, type TrustedMark, type VerifyResult } from './chain-verifier.js';
import { positionOf } from '../schema.js';
import type { VerifyPart, VerifyReport } from './verify.worker.js';
import { openLog } from '../open-log.js';

/** Shorter logs are checked in less time than threads need to start. */
const worthThreads = 50_000;
const maxThreads = 4;

/**
 * Recomputes the whole chain in parallel parts. Each part trusts the link that is stored before its first event; the
 * previous part checks that link. Ignores events appended since the start.
 */
export const verifyWholeChain = async (file: string): Promise<VerifyResult> => {
  const db = openLog(file, { readOnly: true });
  try {
    const head = Number(db.prepare('SELECT max(position) AS head FROM events').get()?.['head'] ?? 0);
    const parts = head < worthThreads ? [] : partsOf(db, file, head);
    if (parts.length < 2) return verifyChain(db, untouched, head);
    return firstFinding(parts, await Promise.all(parts.map(verifyPart)));
  } finally {
    db.close();
  }
};

/** Drops a part whose first mark is missing: the previous part then covers it and finds the gap. */
const partsOf = (db: DatabaseSync, file: string, head: number): VerifyPart[] => {
  const threads = Math.min(maxThreads, availableParallelism());
  const starts = Array.from({ length: threads }, (_, index) => Math.floor((head * index) / threads));
  const marks = starts.map((number) => storedMark(db, number)).filter((mark) => mark !== null);
  return marks.map((from, index) => ({ file, from, to: marks[index + 1]?.number ?? head, pauseMs: 0 }));
};

const verifyPart = (part: VerifyPart): Promise<VerifyReport> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(builtWorker('chain/verify'), { workerData: part, execArgv: [] });
    worker.on('message', (report: VerifyReport) => {
      if (report.done) resolve(report);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('a part of the log could not be verified')));
  });

const firstFinding = (parts: readonly VerifyPart[], reports: readonly VerifyReport[]): VerifyResult => {
  let mark: TrustedMark = untouched;
  for (const [index, report] of reports.entries()) {
    mark = report.mark;
    const isShort = mark.number < (parts[index]?.to ?? 0);
    const damagedAt = report.damagedAt ?? (isShort ? positionOf(mark.number + 1) : null);
    if (damagedAt !== null) return { checked: mark.number, mark, damagedAt };
  }
  return { checked: mark.number, mark, damagedAt: null };
};
