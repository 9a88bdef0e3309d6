import { jest } from '@jest/globals';
import { databaseForTests, MongoUnavailable, mongoForTests } from '@guildhall/mongodb';
import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLost, type Batch, type Checkpoint, type Document, type ReadStore } from '../port.js';
import { openMongoReadStore } from './mongo-read-store.js';
import { OwnServer } from './own-server.suite.js';

jest.setTimeout(180_000);
const place = (n: number): string => String(n).padStart(8, '0');

/** A repeatable stream of pseudo-random numbers. */
const seeded = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

/** Batches of a projection: each document is the fold of its own events, the last position among them. */
const batchesOf = (random: () => number, count: number): Batch[] => {
  const documents = new Map<string, Document & { position: string }>();
  let position = 0;
  return Array.from({ length: count }, (_, index) => {
    const touched = new Map<string, Batch['upserts'][number]>();
    const deletes = new Map<string, Batch['deletes'][number]>();
    for (let event = 0; event < 40; event += 1) {
      position += 1;
      const id = `d${Math.floor(random() * 60)}`;
      if (random() < 0.15) {
        documents.delete(id);
        touched.delete(id);
        deletes.set(id, { collection: 'things', id, position: place(position) });
        continue;
      }
      const sum = Number(documents.get(id)?.['sum'] ?? 0) + position;
      const document = { id, position: place(position), sum, tags: [`t${sum % 5}`] };
      documents.set(id, document);
      touched.set(id, { collection: 'things', document, position: place(position) });
    }
    const state =
      index % 5 === 4 ? { state: { position: place(position), ordinal: position, value: { position } } } : {};
    return {
      upserts: [...touched.values()],
      deletes: [...deletes.values()],
      checkpoints: { things: { position: place(position), ordinal: position, logId: 'log', ...state } },
      lease: 1,
    };
  });
};

const placeOf = ({ checkpoints }: Batch): Checkpoint => checkpoints['things']!;

const everything = async (store: ReadStore) => ({
  documents: (await store.find('things', {}, { limit: 1_000 })).items,
  tagged: (await store.find('things', { tags: 't3' }, { limit: 1_000 })).items.map(({ id }) => id),
  checkpoint: await store.checkpoint('things'),
});

const refusals: unknown[] = [];
process.on('unhandledRejection', (reason) => refusals.push(reason));

('url' in mongoForTests() ? describe : describe.skip)('a read store whose database fails', () => {
  const server = new OwnServer();
  const opened: ReadStore[] = [];
  const open = async (): Promise<ReadStore> => {
    const store = await openMongoReadStore({ url: server.url, database: databaseForTests() });
    opened.push(store);
    await store.ensure([{ name: 'things', indexes: [{ fields: ['tags'] }] }]);
    return store;
  };
  beforeAll(() => server.start());
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    expect(refusals).toEqual([]);
  });
  afterAll(() => server.end());

  /**
   * Applies all batches from the last checkpoint on, as a projector does. `disturb` runs while a batch is in flight, and
   * ends before the next one starts.
   */
  const deliver = async (
    store: ReadStore,
    batches: readonly Batch[],
    disturb?: (batch: Batch) => Promise<void>,
  ): Promise<number> => {
    let failures = 0;
    for (;;) {
      try {
        const reached = (await store.checkpoint('things'))?.position ?? '';
        const next = batches.find((batch) => placeOf(batch).position > reached);
        if (next === undefined) return failures;
        const [applied] = await Promise.allSettled([store.apply(next), disturb?.(next)]);
        if (applied.status === 'rejected') throw applied.reason;
      } catch (error) {
        if (!(error instanceof MongoUnavailable)) throw error;
        failures += 1;
        await delay(20);
      }
    }
  };

  it('has the same documents as without faults, however often the server is killed during batches', async () => {
    const batches = batchesOf(seeded(4), 60);
    const calm = await open();
    await deliver(calm, batches);
    const expected = await everything(calm);

    const random = seeded(7);
    const victims = new Set(batches.filter(() => random() < 0.25).map((batch) => placeOf(batch).position));
    const store = await open();
    let kills = 0;
    const failures = await deliver(store, batches, async (batch) => {
      if (!victims.delete(placeOf(batch).position)) return;
      await delay(random() * 70);
      await server.kill();
      kills += 1;
      await server.start();
    });
    expect(kills).toBeGreaterThanOrEqual(8);
    expect(failures).toBeGreaterThan(0);
    expect(await everything(store)).toEqual(expected);
    for (const batch of batches.toSorted(() => random() - 0.5)) await store.apply(batch);
    const { documents, tagged } = expected;
    expect(await everything(store)).toMatchObject({ documents, tagged });
  });

  it('reports a frozen server within bounded time, and resumes by itself afterwards', async () => {
    const [first, second] = batchesOf(seeded(1), 2) as [Batch, Batch];
    const store = await open();
    await store.apply(first);
    await server.freeze();
    const began = performance.now();
    try {
      const uses = [
        store.apply(second),
        store.get('things', 'd1'),
        store.count('things', {}),
        store.checkpoint('things'),
      ];
      for (const result of await Promise.allSettled(uses)) {
        expect(result).toMatchObject({ status: 'rejected', reason: { name: 'MongoUnavailable' } });
      }
    } finally {
      server.thaw();
    }
    expect(performance.now() - began).toBeLessThan(30_000);
    await deliver(store, [first, second]);
    expect((await store.checkpoint('things'))?.position).toBe(placeOf(second).position);
  });

  it('refuses a checkpoint whose lease was taken over while the server was frozen', async () => {
    const [first, second, third] = batchesOf(seeded(2), 3) as [Batch, Batch, Batch];
    const store = await open();
    await store.apply(first);
    await server.freeze();
    const late = store.apply(second);
    server.thaw();
    await late;
    for (const batch of [second, third]) await store.apply({ ...batch, lease: 2 });
    const before = await everything(store);
    await expect(store.apply(second)).rejects.toBeInstanceOf(LeaseLost);
    await expect(
      store.apply({ ...third, checkpoints: { things: { ...placeOf(third), ordinal: 9_999 } } }),
    ).rejects.toBeInstanceOf(LeaseLost);
    expect(await everything(store)).toEqual(before);
  });
});
