import { openEmbeddedEventStore } from '@guildhall/event-store';
import { Installation } from '@guildhall/testing';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench, Figures } from '../harness/bench.js';
import { inMode, type Mode } from '../harness/modes.js';
import { withFolder } from '../harness/temporary.js';
import { writeBigLog } from '../rebuild/big-log.js';
import { judgedBy, type Limit } from '../server-mode/limit.js';
import { withMongo } from '../server-mode/mongo-server.js';
import { startOf, startSettings, stopParts, type Start } from './start-of.js';

const ratioAtMost = (value: number): readonly Limit<number>[] => [
  { name: 'ratio', bound: 'at most', value, of: (ratio) => ratio },
];

/**
 * The same log for both modes, event for event: the server for tests keeps its log in the embedded format, below
 * `event-store`, so that a copy is as good as an import and takes seconds.
 */
const writeLogs = async (embedded: string, server: string, events: number): Promise<void> => {
  const log = await openEmbeddedEventStore({ directory: join(embedded, 'log') });
  await writeBigLog(log, events);
  await log.close();
  await cp(join(embedded, 'log'), join(server, 'event-store', 'log'), { recursive: true });
};

/** `own`: the folder that platforms and projectors have for themselves. */
interface Place {
  dataDir: string;
  own: string;
  events: number;
}

/** Stops what runs, does what comes before the start, and starts. */
type Restart = (before?: () => Promise<void>) => Promise<Start>;

/** `use` starts again and again on the same stores. */
const withStarts = <T>(mode: Mode, { dataDir, own, events }: Place, use: (start: Restart) => Promise<T>): Promise<T> =>
  inMode(mode, async () => {
    const installation = await Installation.create({ ...startSettings, DATA_DIR: own }, dataDir);
    try {
      return await use(async (before) => {
        await stopParts(installation);
        await before?.();
        return startOf(installation, events);
      });
    } finally {
      await installation.stop();
    }
  });

const rowOf = (name: string, embedded: Start, server: Start, limits: readonly Limit<number>[]): Figures => {
  const ratio = server.ready_ms / embedded.ready_ms;
  return {
    case: name,
    embedded_ready_ms: embedded.ready_ms,
    server_ready_ms: server.ready_ms,
    ratio: Math.round(ratio * 100) / 100,
    embedded_resident_mb: embedded.resident_mb,
    server_resident_mb: server.resident_mb,
    ...judgedBy(limits, ratio),
  };
};

const measure = (events: number): Promise<Figures[]> =>
  withFolder(async (folder) => {
    const [embedded, server] = [join(folder, 'embedded'), join(folder, 'server')];
    const container = join(server, 'container');
    await writeLogs(embedded, server, events);
    const [first, second] = await withStarts(
      'embedded',
      { dataDir: embedded, own: embedded, events },
      async (start) => [await start(), await start()] as const,
    );
    const [begun, again, fresh] = await withStarts(
      'server',
      { dataDir: server, own: container, events },
      async (start) => [await start(), await start(), await start(() => rm(container, { recursive: true }))] as const,
    );
    return [
      rowOf(`${events} events, first start: all views are built`, first, begun, ratioAtMost(2.5)),
      rowOf(`${events} events, second start`, second, again, ratioAtMost(1.5)),
      rowOf(`${events} events, fresh containers, beside the second start`, second, fresh, []),
    ];
  });

const nodeVariable = 'GUILDHALL_TEST_EVENTSTORE_COMMAND';

export const startOfModesBench: Bench = {
  id: 'B21',
  title: 'start of server mode beside embedded mode, in one run',
  target: 'of each row in its column "wanted"; "missed" says what it misses',
  modes: 'fixed',
  run: ({ quick }) =>
    withMongo(async () => {
      if (process.env[nodeVariable] !== undefined)
        throw new Error(`B21 copies the log into the server for tests: unset ${nodeVariable}.`);
      const rows = await measure(100_000);
      return quick ? rows : [...rows, ...(await measure(1_000_000))];
    }),
};
