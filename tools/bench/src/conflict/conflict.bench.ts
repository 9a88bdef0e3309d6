import 'reflect-metadata';
import type { NewEvent } from '@guildhall/contracts';
import type { EmbeddedEventStore, EventStore } from '@guildhall/event-store';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { repeated, times, type Bench, type Figures } from '../harness/bench.js';
import { withLog } from '../harness/temporary.js';
import { BenchExecutor, creation, treeStream } from './executors.js';

const callers = 32;
const perAppend = 500;
/** Each way to the store and back, as over a network. */
const distanceMs = 3;

const seedEvent = (): NewEvent => {
  const id = randomUUID();
  const cause = { commandId: id, commandDigest: '', $correlationId: id, $causationId: id };
  const actor = { kind: 'operator', id: 'operator' } as const;
  const at = { recordedAt: '2026-11-30T00:00:00.000Z', occurredAt: '2026-11-30T00:00:00.000Z' };
  return {
    id,
    type: 'WorkspaceCreated',
    data: creation(id),
    metadata: { schemaVersion: 1, ...cause, actor, org: 'default', hop: 0, ...at },
  };
};

const seed = async (log: EmbeddedEventStore, workspaces: number): Promise<void> => {
  for (let stored = 0; stored < workspaces; stored += perAppend) {
    const events = Array.from({ length: Math.min(perAppend, workspaces - stored) }, seedEvent);
    await log.append(treeStream, events, stored === 0 ? 'none' : stored - 1);
  }
};

/** The log from afar, and how many events were read of streams. */
const distant = (log: EmbeddedEventStore): { store: EventStore; read: () => number } => {
  let read = 0;
  const store: EventStore = {
    logId: log.logId,
    append: async (...asked) => {
      await wait(distanceMs);
      return log.append(...asked);
    },
    readStream: async (...asked) => {
      await wait(distanceMs);
      const events = await log.readStream(...asked);
      read += events.length;
      return events;
    },
    readAll: (asked) => log.readAll(asked),
    head: () => log.head(),
    subscribeAll: (asked) => log.subscribeAll(asked),
    close: () => log.close(),
  };
  return { store, read: () => read };
};

const measure = (workspaces: number, platforms: number, seconds: number): Promise<Figures> =>
  withLog(async (log) => {
    await seed(log, workspaces);
    const { store, read } = distant(log);
    const executors = await Promise.all(Array.from({ length: platforms }, () => BenchExecutor.over(store)));
    await Promise.all(executors.map((executor) => executor.create()));
    const before = read();
    const taken: number[] = [];
    const begun = performance.now();
    let refused = 0;
    const caller = async (index: number): Promise<void> => {
      while (performance.now() < begun + seconds * 1_000) {
        const asked = performance.now();
        await executors[index % platforms]?.create().catch(() => (refused += 1));
        taken.push(performance.now() - asked);
      }
    };
    await Promise.all(Array.from({ length: callers }, (_, index) => caller(index)));
    const lasted = (performance.now() - begun) / 1_000;
    const conflicts = executors.reduce((sum, { counts }) => sum + counts.conflicts, 0);
    for (const executor of executors) executor.stop();
    const perConflict = conflicts === 0 ? 0 : Math.round((read() - before) / conflicts);
    const per_s = Math.round(taken.length / lasted);
    return { case: '', per_s, ...times(taken), conflicts, events_read_each: perConflict, refused };
  });

export const conflictBench: Bench = {
  id: 'B22',
  title: 'creations in one tree, command side of several platforms over one log, 32 callers',
  target: 'p99 at 20 000 workspaces ≤ 1.5 × that at 200, four platforms no slower than two, none refused',
  modes: 'fixed',
  run: async ({ quick }) => {
    const rows: Figures[] = [];
    for (const workspaces of [200, 2_000, 20_000])
      for (const platforms of [1, 2, 4])
        rows.push(
          await repeated(`${workspaces} workspaces, ${platforms} platforms`, quick ? 1 : 3, 'p99_ms', () =>
            measure(workspaces, platforms, quick ? 2 : 8),
          ),
        );
    return rows;
  },
};
