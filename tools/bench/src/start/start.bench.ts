import { openEmbeddedEventStore } from '@guildhall/event-store';
import { Installation } from '@guildhall/testing';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../harness/bench.js';
import { writeBigLog } from '../rebuild/big-log.js';
import { startOf, startSettings, stopParts } from './start-of.js';

export const startBench: Bench = {
  id: 'B10',
  title: 'start of platform and projector',
  target: '≤ 5 s to ready, ≤ 250 MB both, empty and with 1 000 000 events',
  modes: { instead: 'B21' },
  run: async ({ quick }) => {
    const events = quick ? 100_000 : 1_000_000;
    const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-bench-'));
    const empty = await Installation.create(startSettings);
    const rows = [{ case: 'empty', ...(await startOf(empty, 0)) }];
    await empty.remove();
    const log = await openEmbeddedEventStore({ directory: join(dataDir, 'log') });
    await writeBigLog(log, events);
    await log.close();
    const full = await Installation.create(startSettings, dataDir);
    rows.push({ case: `${events} events, first start: all views are built`, ...(await startOf(full, events)) });
    await stopParts(full);
    rows.push({ case: `${events} events, second start`, ...(await startOf(full, events)) });
    await full.killAll('platform');
    await full.killAll('projector');
    rows.push({ case: `${events} events, after kill -9`, ...(await startOf(full, events)) });
    await full.remove();
    return rows;
  },
};
