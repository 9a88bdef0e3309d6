import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  ChainAuditor,
  chainStream,
  exportLog,
  importLog,
  openEmbeddedEventStore,
  openLogFile,
  storeSource,
  StreamChainRecord,
  verifyAudit,
  type ChainCheckpoint,
  type EventStore,
} from '@guildhall/event-store';
import { bound, named } from '@guildhall/event-store/contract-events';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { join } from 'node:path';
import { withServer, type OwnServer } from '../eventstoredb-server/server.suite.js';

jest.setTimeout(30_000);

describe('a log on a server', () => {
  let own: OwnServer;
  const open: EventStore[] = [];
  const kept = async (store: Promise<EventStore>): Promise<EventStore> => {
    open.push(await store);
    return store;
  };
  const embedded = (name: string): Promise<EventStore> =>
    kept(openEmbeddedEventStore({ directory: join(own.directory, 'embedded', name) }));
  const server = (): Promise<EventStore> => kept(openEventStoreDb({ url: own.server.url }));

  beforeEach(async () => {
    own = await withServer({ systemEventEvery: 7 });
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    await own.close();
  });

  /** Some streams in turn, some events of one stream in a row. */
  const fill = async (store: EventStore, count: number): Promise<void> => {
    const revisions = new Map<string, number>();
    for (let number = 0; number < count; number += 2) {
      const stream = number % 6 === 0 ? 'tree-default' : `workspace-${number % 40}`;
      const revision = revisions.get(stream) ?? -1;
      await store.append(stream, named(`é ${number}`, `${number + 1}`), revision === -1 ? 'none' : revision);
      revisions.set(stream, revision + 2);
    }
  };

  it('comes from an embedded store and goes back to one, with the same chain', async () => {
    const source = await embedded('source');
    await fill(source, 600);
    const moved = await importLog(await storeSource('source', source), await server());
    expect(moved).toMatchObject({ count: 600, found: 0 });

    const file = join(own.directory, 'log.gz');
    expect(await exportLog(await storeSource('server', await server()), file)).toMatchObject({ link: moved.link });
    const back = await importLog(await openLogFile(file), await embedded('back'), { keepsCallOrder: true });
    expect(back).toEqual({ count: 600, found: 0, link: moved.link });
    expect(await importLog(await storeSource('source', source), await server())).toMatchObject({ found: 600 });
  });

  it('is moved although connections break on the way', async () => {
    const source = await embedded('source');
    await fill(source, 600);
    const target = await server();
    const wanted = await importLog(await storeSource('source', source), await embedded('same'));
    const seen = new Set<number>();
    const result = await importLog(await storeSource('source', source), {
      ...bound(target),
      append: (stream, events, expected) => {
        const appended = target.append(stream, events, expected);
        seen.add(seen.size);
        if (seen.size % 60 === 0) own.server.faults.drop();
        return appended;
      },
    });
    expect(seen.size).toBeGreaterThan(120);
    expect(result.link).toBe(wanted.link);
  });

  it('is audited within itself, without the audit becoming part of it', async () => {
    const store = await server();
    await fill(store, 200);
    const record = new StreamChainRecord(store, chainStream);
    const stop = new AbortController();
    const onCheckpoint = ({ count }: ChainCheckpoint): void => {
      if (count === 200) stop.abort();
    };
    await new ChainAuditor({ store, record, everyEvents: 30, onCheckpoint }).run(stop.signal);
    const result = await verifyAudit({ store: await server(), record });
    expect(result).toMatchObject({ count: 200, covered: 200, badRange: null, badCheckpoints: [] });
    expect(result.checkpoints).toBe(7);
    const moved = await importLog(await storeSource('server', store), await embedded('copy'));
    expect(moved).toMatchObject({ count: 200, link: result.link });
  });
});
