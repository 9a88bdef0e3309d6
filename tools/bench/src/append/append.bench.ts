import type { NewEvent } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { repeated, times, type Bench, type Figures } from '../harness/bench.js';
import { seededRandom, zipf } from '../harness/random.js';
import { withFolder, withLog } from '../harness/temporary.js';

const streams = 5_000;

/** An event of about 300 bytes of data beside ordinary metadata. */
const event = (index: number): NewEvent => ({
  id: randomUUID(),
  type: 'RoleAssigned',
  data: { workspaceId: '018f0000-0000-7000-8000-000000000001', role: `role ${index} `.padEnd(180, 'x'), previous: '' },
  metadata: {
    schemaVersion: 1,
    commandId: randomUUID(),
    commandDigest: 'd'.repeat(64),
    recordedAt: '2026-11-23T10:00:00.000Z',
    $correlationId: randomUUID(),
    $causationId: randomUUID(),
    actor: { kind: 'operator', id: 'operator' },
    org: 'default',
    hop: 0,
    occurredAt: '2026-11-23T10:00:00.000Z',
  },
});

interface Load {
  callers: number;
  perAppend: number;
  events: number;
}

const appendAll = async (log: EventStore, { callers, perAppend, events }: Load): Promise<Figures> => {
  const random = seededRandom(1);
  const revisions = new Map<string, number>();
  const busy = new Set<string>();
  const taken: number[] = [];
  let left = events;
  const pick = (): string => {
    for (;;) {
      const stream = `workspace-${zipf(random, streams)}`;
      if (!busy.has(stream)) return stream;
    }
  };
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= perAppend;
      const stream = pick();
      busy.add(stream);
      const start = performance.now();
      const last = revisions.get(stream) ?? -1;
      const { revision } = await log.append(
        stream,
        Array.from({ length: perAppend }, (_, index) => event(index)),
        last === -1 ? 'none' : last,
      );
      taken.push(performance.now() - start);
      revisions.set(stream, revision);
      busy.delete(stream);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - start) / 1_000;
  return { case: '', events_per_s: Math.round(events / seconds), ...times(taken) };
};

/** The obvious first version: one transaction for each append, on the same table. */
const naive = (events: number): Promise<Figures> =>
  withFolder(async (folder) => {
    const db = new DatabaseSync(join(folder, 'naive.db'));
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (position INTEGER PRIMARY KEY, id TEXT, data TEXT, metadata TEXT)',
    );
    const insert = db.prepare('INSERT INTO events (id, data, metadata) VALUES (?, ?, ?)');
    const taken: number[] = [];
    const start = performance.now();
    for (let index = 0; index < events; index += 1) {
      const { id, data, metadata } = event(index);
      const asked = performance.now();
      insert.run(id, JSON.stringify(data), JSON.stringify(metadata));
      taken.push(performance.now() - asked);
    }
    const seconds = (performance.now() - start) / 1_000;
    db.close();
    return { case: '', events_per_s: Math.round(events / seconds), ...times(taken) };
  });

export const appendBench: Bench = {
  id: 'B1',
  title: 'append to the log',
  target: '≥ 30 000 events/s at 64 callers, p99 ≤ 20 ms',
  modes: { instead: 'B1s' },
  run: async ({ quick }) => {
    const runs = quick ? 1 : 5;
    const rows: Figures[] = [];
    for (const callers of [1, 16, 64, 256]) {
      for (const perAppend of [1, 10]) {
        const events = (quick ? 4_000 : 20_000) * (callers === 1 ? 1 : 5) * (perAppend === 10 ? 2 : 1);
        const name = `${callers} callers, ${perAppend} events each`;
        rows.push(
          await repeated(name, runs, 'events_per_s', () =>
            withLog((log) => appendAll(log, { callers, perAppend, events })),
          ),
        );
      }
    }
    if (!quick)
      rows.push({
        ...(await withLog((log) => appendAll(log, { callers: 64, perAppend: 1, events: 1_000_000 }))),
        case: '64 callers, sustained over 1 000 000',
      });
    rows.push(await repeated('baseline: one transaction per append', runs, 'events_per_s', () => naive(5_000)));
    return rows;
  },
};
