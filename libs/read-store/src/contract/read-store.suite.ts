import { randomUUID } from 'node:crypto';
import { InvalidCursor, InvalidQuery, UnknownCollection } from '../errors.js';
import { LeaseLost, type Batch, type CollectionSpec, type Document, type ReadStore } from '../port.js';
import { ViewDirectory } from '../view-directory.js';
import { nextToken } from './tokens.suite.js';

/** Opens one more handle on the same store; the suite closes it. The store may hold data of earlier runs. */
export type OpenReadStore = () => Promise<ReadStore>;

const at = (position: number): string => String(position).padStart(16, '0');
const placeAt = (position: number) => ({ position: at(position), ordinal: position, logId: 'log-1' });

/** The behaviour of every read store. */
export const readStoreContract = (name: string, open: OpenReadStore): void => {
  describe(`${name} keeps the contract of a read store`, () => {
    let store: ReadStore;
    let collection: string;
    let lease: number;
    const opened: ReadStore[] = [];

    const another = async (): Promise<ReadStore> => {
      const handle = await open();
      opened.push(handle);
      return handle;
    };
    const spec = (...indexes: string[][]): CollectionSpec => ({
      name: collection,
      indexes: indexes.map((fields) => ({ fields })),
    });
    const batch = (position: number, parts: Partial<Batch> = {}): Batch => ({
      upserts: [],
      deletes: [],
      checkpoints: { [collection]: placeAt(position) },
      lease,
      ...parts,
    });
    const upsert = (document: Document, position: number) => ({ collection, document, position: at(position) });
    const fill = (documents: readonly Document[]): Promise<void> =>
      store.apply(batch(1, { upserts: documents.map((document) => upsert(document, 1)) }));
    const ids = async (filter: Parameters<ReadStore['find']>[1], sort?: [string, 'asc' | 'desc'][]) => {
      const order = sort?.map(([field, direction]) => ({ field, direction }));
      const page = await store.find(collection, filter, { limit: 1_000, ...(order && { sort: order }) });
      return page.items.map(({ id }) => id);
    };

    beforeEach(async () => {
      store = await another();
      collection = `suite_${randomUUID().replaceAll('-', '')}`;
      lease = nextToken();
    });
    afterEach(async () => {
      await store.drop([collection], collection).catch(() => undefined);
      for (const handle of opened.splice(0)) await handle.close();
    });

    it('returns nothing for what does not exist', async () => {
      expect(await store.get(collection, 'a')).toBeNull();
      expect(await store.getMany(collection, ['a', 'b'])).toEqual([null, null]);
      expect(await store.find(collection, {}, { limit: 10 })).toEqual({ items: [], next: null });
      expect(await store.count(collection, {})).toBe(0);
      expect(await store.checkpoint(collection)).toBeNull();
      expect(await store.setting(collection)).toBeNull();
    });

    it('keeps documents and their checkpoint together, for every handle', async () => {
      await store.ensure([spec(['name'])]);
      const document = { id: 'a', name: 'Zoë 🦊', nested: { list: [1, null, { deep: true }], empty: {} }, no: null };
      await store.apply(batch(5, { upserts: [upsert(document, 5)] }));
      for (const reader of [store, await another()]) {
        expect(await reader.get(collection, 'a')).toEqual(document);
        expect(await reader.getMany(collection, ['b', 'a', 'a'])).toEqual([null, document, document]);
        expect(await reader.checkpoint(collection)).toEqual(placeAt(5));
      }
    });

    it('refuses to write to a collection that was not ensured, and keeps the checkpoint', async () => {
      await store.ensure([]);
      const writing = store.apply(batch(1, { upserts: [upsert({ id: 'a' }, 1)] }));
      await expect(writing).rejects.toBeInstanceOf(UnknownCollection);
      expect(await store.checkpoint(collection)).toBeNull();
    });

    it('ignores a write at or before the position of the document', async () => {
      await store.ensure([spec(['n'])]);
      await store.apply(batch(5, { upserts: [upsert({ id: 'a', n: 5 }, 5)] }));
      await store.apply(
        batch(6, {
          upserts: [upsert({ id: 'a', n: 4 }, 4), upsert({ id: 'a', n: 55 }, 5)],
          deletes: [{ collection, id: 'a', position: at(5) }],
        }),
      );
      expect(await store.get(collection, 'a')).toEqual({ id: 'a', n: 5 });
      expect(await ids({ n: 5 })).toEqual(['a']);
      await store.apply(batch(7, { upserts: [upsert({ id: 'a', n: 7 }, 7)] }));
      expect(await ids({ n: 5 })).toEqual([]);
      expect(await ids({ n: 7 })).toEqual(['a']);
    });

    it('restores a deleted document by a newer write but not by an older one', async () => {
      await store.ensure([spec(['tags'])]);
      await store.apply(batch(1, { upserts: [upsert({ id: 'a', tags: ['x'] }, 1)] }));
      await store.apply(batch(3, { deletes: [{ collection, id: 'a', position: at(3) }] }));
      await store.apply(batch(3, { upserts: [upsert({ id: 'a', tags: ['x'] }, 1), upsert({ id: 'a' }, 3)] }));
      expect(await store.get(collection, 'a')).toBeNull();
      expect(await ids({ tags: 'x' })).toEqual([]);
      expect(await store.count(collection, {})).toBe(0);
      await store.apply(batch(4, { upserts: [upsert({ id: 'a', tags: ['y'] }, 4)] }));
      expect(await ids({ tags: 'y' })).toEqual(['a']);
    });

    it('keeps the delete of an unknown document', async () => {
      await store.ensure([spec()]);
      await store.apply(batch(3, { deletes: [{ collection, id: 'a', position: at(3) }] }));
      await store.apply(batch(4, { upserts: [upsert({ id: 'a' }, 2)] }));
      expect(await store.get(collection, 'a')).toBeNull();
    });

    it('reaches the same documents however often the same batches arrive', async () => {
      await store.ensure([spec(['n'])]);
      const batches = [
        batch(2, { upserts: [upsert({ id: 'a', n: 1 }, 1), upsert({ id: 'b', n: 2 }, 2)] }),
        batch(4, { upserts: [upsert({ id: 'b', n: 4 }, 4)], deletes: [{ collection, id: 'a', position: at(3) }] }),
        batch(5, { upserts: [upsert({ id: 'c', n: 5 }, 5)] }),
      ];
      for (let from = 0; from < batches.length; from += 1) {
        for (const redelivered of batches.slice(from)) await store.apply(redelivered);
        for (const redelivered of batches) await store.apply(redelivered);
      }
      expect((await store.find(collection, {}, { limit: 10 })).items).toEqual([
        { id: 'b', n: 4 },
        { id: 'c', n: 5 },
      ]);
      expect((await store.checkpoint(collection))?.ordinal).toBe(5);
    });

    it('refuses the holder of an older lease and writes none of its batch', async () => {
      await store.ensure([spec()]);
      await store.apply(batch(1, { lease: lease + 7 }));
      const late = store.apply(batch(2, { lease: lease + 6, upserts: [upsert({ id: 'a' }, 2)] }));
      await expect(late).rejects.toBeInstanceOf(LeaseLost);
      expect(await store.get(collection, 'a')).toBeNull();
      expect((await store.checkpoint(collection))?.ordinal).toBe(1);
      await store.apply(batch(2, { lease: lease + 8 }));
      expect((await store.checkpoint(collection))?.ordinal).toBe(2);
    });

    it('refuses the holder of an older lease that reads nothing first, and keeps what the newer one wrote', async () => {
      await store.ensure([spec()]);
      await store.apply(batch(1, { upserts: [upsert({ id: 'a', n: 1 }, 1)] }));
      const late = await another();
      await late.apply(batch(1));
      await store.apply(batch(3, { lease: lease + 1, upserts: [upsert({ id: 'a', n: 3 }, 3)] }));
      const before = await store.checkpoint(collection);
      const writing = late.apply(batch(4, { upserts: [upsert({ id: 'a', n: 2 }, 2)] }));
      await expect(writing).rejects.toBeInstanceOf(LeaseLost);
      expect(await store.get(collection, 'a')).toEqual({ id: 'a', n: 3 });
      expect(await store.checkpoint(collection)).toEqual(before);
      await expect(late.apply(batch(5))).rejects.toBeInstanceOf(LeaseLost);
    });

    it('moves several projections in one batch, and leaves the places of the others', async () => {
      const others = [`${collection}.one`, `$${collection}`] as const;
      await store.ensure([spec()]);
      await store.apply(batch(1, { checkpoints: { [others[0]]: placeAt(7), [others[1]]: placeAt(8) } }));
      await store.apply(batch(2, { checkpoints: { [collection]: placeAt(2), [others[1]]: placeAt(9) } }));
      const places = await (await another()).places();
      expect([collection, ...others].map((name) => places.get(name))).toEqual([2, 7, 9].map(placeAt));
      expect(await store.checkpoint(others[0])).toEqual(placeAt(7));
      for (const name of others) await store.drop([], name);
      expect((await store.places()).has(others[1])).toBe(false);
      expect((await store.places()).get(collection)).toEqual(placeAt(2));
    });

    it('never moves a projection back within a log, and follows another log from its start', async () => {
      await store.ensure([spec()]);
      await store.apply(batch(5));
      await (await another()).apply(batch(3));
      expect(await store.checkpoint(collection)).toEqual(placeAt(5));
      const elsewhere = { ...placeAt(1), logId: 'log-2' };
      await store.apply(batch(1, { checkpoints: { [collection]: elsewhere } }));
      expect(await store.checkpoint(collection)).toEqual(elsewhere);
    });

    it('writes a document that is said to be new like any other', async () => {
      await store.ensure([spec(['n'])]);
      const fresh = (count: number, position: number, n: number) =>
        Array.from({ length: count }, (_, index) => ({ ...upsert({ id: `d${index}`, n }, position), isNew: true }));
      await store.apply(batch(2, { upserts: fresh(3, 2, 2) }));
      await store.apply(batch(2, { upserts: [...fresh(150, 1, 1), upsert({ id: 'old', n: 1 }, 1)] }));
      expect(await ids({ n: 2 })).toEqual(['d0', 'd1', 'd2']);
      expect(await store.count(collection, { n: 1 })).toBe(148);
      await store.apply(batch(3, { upserts: fresh(150, 3, 3) }));
      expect(await store.count(collection, { n: 3 })).toBe(150);
    });

    it('keeps the state of an earlier checkpoint until another one replaces it', async () => {
      await store.ensure([spec()]);
      const checkpoint = (position: number, value?: number) => ({
        ...placeAt(position),
        ...(value !== undefined && { state: { position: at(position), ordinal: position, value: { value } } }),
      });
      const write = (at: number, value?: number) =>
        store.apply({ ...batch(at), checkpoints: { [collection]: checkpoint(at, value) } });
      await write(1, 10);
      await write(2);
      expect(await store.checkpoint(collection)).toEqual({ ...checkpoint(2), state: checkpoint(1, 10).state });
      await write(2, 20);
      for (const reader of [store, await another()]) {
        expect(await reader.checkpoint(collection)).toEqual(checkpoint(2, 20));
      }
    });

    it('sorts by several fields and then by id, in the direction of the last field', async () => {
      await store.ensure([spec(['kind', 'n'])]);
      await fill([
        { id: 'a', kind: 'x', n: 2 },
        { id: 'b', kind: 'x', n: 10 },
        { id: 'c', kind: 'w', n: 2 },
        { id: 'd', kind: 'x', n: 2 },
        { id: 'e', n: 1 },
      ]);
      expect(await ids({}, [['kind', 'asc'], ['n', 'desc']])).toEqual(['e', 'c', 'b', 'd', 'a']); // prettier-ignore
      expect(await ids({}, [['n', 'asc']])).toEqual(['e', 'a', 'c', 'd', 'b']);
      expect(await ids({}, [['id', 'desc']])).toEqual(['e', 'd', 'c', 'b', 'a']);
      expect(await ids({})).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('pages exactly while documents are added and deleted', async () => {
      await store.ensure([spec(['n'])]);
      await fill([1, 2, 2, 3, 3, 3, 4].map((n, index) => ({ id: `d${index}`, n })));
      const sort = [{ field: 'n', direction: 'desc' as const }];
      const first = await store.find(collection, {}, { sort, limit: 3 });
      expect(first.items.map(({ id }) => id)).toEqual(['d6', 'd5', 'd4']);
      await store.apply(
        batch(2, {
          upserts: [upsert({ id: 'new', n: 9 }, 2)],
          deletes: [{ collection, id: 'd4', position: at(2) }],
        }),
      );
      const second = await store.find(collection, {}, { sort, limit: 3, after: first.next ?? '' });
      expect(second.items.map(({ id }) => id)).toEqual(['d3', 'd2', 'd1']);
      const third = await store.find(collection, {}, { sort, limit: 3, after: second.next ?? '' });
      expect(third).toEqual({ items: [{ id: 'd0', n: 1 }], next: null });
    });

    it('refuses a cursor of another list, limits out of range and unknown filters', async () => {
      await store.ensure([spec(['n'])]);
      await fill([1, 2].map((n) => ({ id: `d${n}`, n })));
      const { next } = await store.find(collection, {}, { limit: 1, sort: [{ field: 'n', direction: 'asc' }] });
      for (const after of ['', 'nonsense', 'W10', next ?? '']) {
        const reading = store.find(collection, {}, { limit: 1, after });
        await expect(reading).rejects.toBeInstanceOf(InvalidCursor);
      }
      for (const limit of [0, 1_001, 1.5, Number.NaN]) {
        await expect(store.find(collection, {}, { limit })).rejects.toBeInstanceOf(InvalidQuery);
      }
      for (const filter of [{ n: { $regex: 'x' } }, { "n') OR 1": 1 }, { n: { $in: 'x' } }, { n: undefined }]) {
        await expect(store.count(collection, filter as never)).rejects.toBeInstanceOf(InvalidQuery);
      }
    });

    it('returns the same with and without indexes, built before and after', async () => {
      const documents = [
        { id: 'a', n: 1, tags: ['x', 'y'], by: { id: 'u1' } },
        { id: 'b', n: '1', tags: 'x', by: { id: 'u2' } },
        { id: 'c', n: null, tags: [], by: null },
        { id: 'd', tags: [null, true] },
      ];
      const answers = async () => ({
        number: await ids({ n: 1 }),
        text: await ids({ n: '1' }),
        none: await ids({ n: null }),
        notAbove: await ids({ n: { $lte: null } }),
        above: await ids({ n: { $gt: null } }),
        exists: await ids({ n: { $exists: true } }),
        contains: await ids({ tags: 'x' }),
        containsNull: await ids({ tags: null }),
        either: await ids({ $or: [{ tags: true }, { 'by.id': 'u2' }] }),
        both: await ids({ $and: [{ tags: { $in: ['x', 'q'] } }, { n: { $gte: 0 } }] }),
        prefix: await ids({ 'by.id': { $prefix: 'u' } }),
      });
      const expected = {
        number: ['a'],
        text: ['b'],
        none: ['c', 'd'],
        notAbove: ['c', 'd'],
        above: [],
        exists: ['a', 'b', 'c'],
        contains: ['a', 'b'],
        containsNull: ['d'],
        either: ['b', 'd'],
        both: ['a'],
        prefix: ['a', 'b'],
      };
      const indexed = spec(['n'], ['tags'], ['by.id', 'n']);
      await store.ensure([spec()]);
      await fill(documents);
      expect(await answers()).toEqual(expected);
      await store.ensure([indexed]);
      expect(await answers()).toEqual(expected);

      await store.drop([collection], collection);
      await store.ensure([indexed], { deferIndexes: true });
      await fill(documents);
      expect(await answers()).toEqual(expected);
      await store.buildIndexes([indexed]);
      expect(await answers()).toEqual(expected);

      await store.apply(batch(2, { upserts: [upsert({ id: 'a', n: 1, tags: ['z'], by: { id: 'u1' } }, 2)] }));
      expect({ x: await ids({ tags: 'x' }), z: await ids({ tags: 'z' }) }).toEqual({ x: ['b'], z: ['a'] });
    });

    it('keeps settings, the last write winning', async () => {
      await store.putSetting(collection, { value: 1 });
      await (await another()).putSetting(collection, { value: 2, more: [true] });
      expect(await store.setting(collection)).toEqual({ value: 2, more: [true] });
    });

    it('keeps and returns several settings at once', async () => {
      const names = ['a', 'b', 'c'].map((each) => `${collection}:${each}`) as [string, string, string];
      await store.putSettings({ [names[0]]: { value: 1 }, [names[2]]: { value: 3 } });
      await store.putSettings({ [names[2]]: { value: 4 } });
      await store.putSettings({});
      expect(await (await another()).settings([...names, names[0]])).toEqual([
        { value: 1 },
        null,
        { value: 4 },
        { value: 1 },
      ]);
      expect(await store.settings([])).toEqual([]);
    });

    it('shows every handle at once which version of a view is active', async () => {
      const reader = new ViewDirectory(await another());
      const writer = new ViewDirectory(store);
      expect(await reader.activeCollection(collection)).toBeNull();
      await writer.activate(collection, { collection: `${collection}_1`, version: 3 });
      expect(await reader.active(collection)).toEqual({ collection: `${collection}_1`, version: 3 });
      await writer.activate(collection, { collection: `${collection}_2`, version: 4 });
      expect(await reader.activeCollection(collection)).toBe(`${collection}_2`);
    });

    it('drops a collection with its checkpoint, and lets it start again', async () => {
      await store.ensure([spec(['tags'])]);
      await store.apply(batch(9, { upserts: [upsert({ id: 'a', tags: ['x'] }, 9)] }));
      await store.drop([collection], collection);
      expect(await store.get(collection, 'a')).toBeNull();
      expect(await store.checkpoint(collection)).toBeNull();
      await store.ensure([spec(['n'])]);
      await store.apply(batch(1, { upserts: [upsert({ id: 'a', n: 1 }, 1)] }));
      expect(await ids({ n: 1 })).toEqual(['a']);
    });
  });
};
