import { viewNames, type Position, type RecordedEvent, type ViewName } from '@guildhall/contracts';
import { openEmbeddedEventStore, type EventStore } from '@guildhall/event-store';
import { openEmbeddedReadStore, ViewDirectory, type ReadStore } from '@guildhall/read-store';
import { randomHistory } from '@guildhall/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { appendHistory } from '../rebuild/big-log.js';
import { ProjectorProcess } from '../rebuild/projector-process.js';

/** Milliseconds from the commit of an event until the view serves it. */
export interface ViewLag {
  view: ViewName;
  p50: number;
  p99: number;
  worst: number;
}
export interface LagFigures {
  /** Events per second that were really committed. */
  perSecond: number;
  views: ViewLag[];
}

interface Commit {
  position: Position;
  at: number;
}

const warmUpEvents = 10_000;
const burstMs = 10;
const lookMs = 1;

/** B3: a steady stream of commits, and when each view serves each of them. */
export const measureLag = async (perSecond: number, seconds: number): Promise<LagFigures> => {
  const directory = await mkdtemp(join(tmpdir(), 'guildhall-bench-'));
  const log = await openEmbeddedEventStore({ directory: join(directory, 'log') });
  const history = randomHistory(3, warmUpEvents + perSecond * seconds, { workspaces: 1_000 });
  await appendHistory(log, history.slice(0, warmUpEvents));
  const projector = ProjectorProcess.start(directory);
  const reads = await openEmbeddedReadStore({ file: join(directory, 'views', 'views.db') });
  try {
    await projector.reaches(reads, warmUpEvents);
    return await measure(log, reads, history.slice(warmUpEvents), perSecond);
  } finally {
    await projector.stop();
    await reads.close();
    await log.close();
    await rm(directory, { recursive: true, force: true });
  }
};

const measure = async (
  log: EventStore,
  reads: ReadStore,
  history: readonly RecordedEvent[],
  perSecond: number,
): Promise<LagFigures> => {
  const commits: Commit[] = [];
  const looking = lookUntil(reads, commits, history.length);
  const startedAt = performance.now();
  let written = 0;
  while (written < history.length) {
    const due = Math.min(history.length, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond));
    for (; written < due; written += 1) commit(log, history[written] as RecordedEvent, commits);
    await delay(burstMs);
  }
  const reached = (history.length / (performance.now() - startedAt)) * 1_000;
  return { perSecond: reached, views: await looking };
};

const summary = (view: ViewName, lags: number[]): ViewLag => {
  lags.sort((one, other) => one - other);
  const at = (part: number): number => lags[Math.min(lags.length - 1, Math.floor(lags.length * part))] ?? 0;
  return { view, p50: at(0.5), p99: at(0.99), worst: at(1) };
};

const commit = (log: EventStore, event: RecordedEvent, commits: Commit[]): void => {
  const { id, type, data, metadata, stream, revision } = event;
  void log
    .append(stream, [{ id, type, data, metadata }], revision === 0 ? 'none' : revision - 1)
    .then(({ position }) => commits.push({ position, at: performance.now() }));
};

/** Looks at all views all the time and notes the lag of every commit that one has come to hold. */
const lookUntil = async (reads: ReadStore, commits: Commit[], expected: number): Promise<ViewLag[]> => {
  const directory = new ViewDirectory(reads);
  const lags = new Map<ViewName, number[]>(viewNames.map((view) => [view, []]));
  while ([...lags.values()].some((seen) => seen.length < expected)) {
    for (const [view, seen] of lags) {
      const copy = await directory.activeCollection(view);
      const held = (copy === null ? null : await reads.checkpoint(copy))?.position ?? '';
      const now = performance.now();
      for (let next = commits[seen.length]; next !== undefined && next.position <= held; next = commits[seen.length]) {
        seen.push(now - next.at);
      }
    }
    await delay(lookMs);
  }
  return [...lags].map(([view, seen]) => summary(view, seen));
};
