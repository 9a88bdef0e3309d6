import type { EventStore } from '@guildhall/event-store';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { repeated, type Bench, type Figures } from '../harness/bench.js';
import { withLog } from '../harness/temporary.js';
import { writeBigLog } from '../rebuild/big-log.js';

const page = 2_000;

const replay = async (log: EventStore, look: (data: unknown) => void): Promise<Figures> => {
  const start = performance.now();
  let count = 0;
  let after: string | null = null;
  for (;;) {
    const read = await log.readAll({ ...(after === null ? {} : { after }), limit: page });
    for (const event of read.events) {
      count += event.stream.length > 0 ? 1 : 0;
      look(event);
    }
    if (read.end) break;
    after = read.next;
  }
  return { case: '', events_per_s: Math.round((count / (performance.now() - start)) * 1_000) };
};

/** One query per event, everything parsed. */
const naive = (directory: string, events: number): Figures => {
  const db = new DatabaseSync(join(directory, 'log.db'), { readOnly: true });
  const next = db.prepare('SELECT * FROM events WHERE position > ? ORDER BY position LIMIT 1');
  const start = performance.now();
  let after = 0;
  for (let count = 0; count < events; count += 1) {
    const row = next.get(after);
    if (row === undefined) break;
    after = Number(row['position']);
    JSON.parse(String(row['data']));
    JSON.parse(String(row['metadata']));
  }
  db.close();
  return { case: '', events_per_s: Math.round((events / (performance.now() - start)) * 1_000) };
};

export const replayBench: Bench = {
  id: 'B5',
  title: 'replay of the whole log',
  target: '≥ 300 000 events/s',
  modes: { instead: 'B5s' },
  run: ({ quick }) =>
    withLog(async (log, directory) => {
      const events = quick ? 100_000 : 1_000_000;
      await writeBigLog(log, events);
      const runs = quick ? 1 : 5;
      return [
        await repeated('readAll', runs, 'events_per_s', () => replay(log, () => undefined)),
        await repeated('readAll, every event parsed', runs, 'events_per_s', () =>
          replay(log, (event) => JSON.stringify(event)),
        ),
        await repeated('baseline: one query per event, parsed', runs, 'events_per_s', async () =>
          naive(directory, 50_000),
        ),
      ];
    }),
};
