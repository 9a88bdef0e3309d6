import { openEmbeddedEventStore } from '@guildhall/event-store';
import { Installation } from '@guildhall/testing';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figures } from '../harness/bench.js';
import { writeBigLog } from '../rebuild/big-log.js';

const flags = '--v8-pool-size=1 --max-semi-space-size=8';

/** Resident memory of the processes that work on a data folder, in MB. */
const residentMb = (dataDir: string): number => {
  const pages = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isOurs =
          readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dataDir) &&
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/apps');
        return isOurs ? [Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])] : [];
      } catch {
        return [];
      }
    });
  return Math.round((pages.reduce((sum, count) => sum + count, 0) * 4_096) / 2 ** 20);
};

const startOf = async (name: string, installation: Installation): Promise<Figures> => {
  const begun = performance.now();
  installation.start('platform');
  installation.start('projector');
  await installation.ready(120_000);
  const ready = Math.round(performance.now() - begun);
  return { case: name, ready_ms: ready, resident_mb: residentMb(installation.dataDir) };
};

const stop = async (installation: Installation): Promise<void> => {
  await installation.kill('projector', 'SIGTERM');
  await installation.kill('platform', 'SIGTERM');
};

export const startBench: Bench = {
  id: 'B10',
  title: 'start of platform and projector',
  target: '≤ 5 s to ready, ≤ 250 MB both, empty and with 1 000 000 events',
  modes: { instead: 'B21' },
  run: async ({ quick }) => {
    const events = quick ? 100_000 : 1_000_000;
    const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-bench-'));
    const environment = { NODE_OPTIONS: flags, GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' };
    const empty = await Installation.create(environment);
    const rows = [await startOf('empty', empty)];
    await empty.remove();
    const log = await openEmbeddedEventStore({ directory: join(dataDir, 'log') });
    await writeBigLog(log, events);
    await log.close();
    const full = await Installation.create(environment, dataDir);
    rows.push(await startOf(`${events} events, first start: all views are built`, full));
    await stop(full);
    rows.push(await startOf(`${events} events, second start`, full));
    await full.kill('platform');
    await full.kill('projector');
    rows.push(await startOf(`${events} events, after kill -9`, full));
    await full.remove();
    return rows;
  },
};
