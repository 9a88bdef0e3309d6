import { UnknownCollection } from '../errors.js';
import { settingOf } from '../settings.js';
import { at, placeAt, ReadStoreStage, type OpenReadStore } from './stage.suite.js';

/** How documents and places are written, in any order and however often. */
export const writingContract = (name: string, open: OpenReadStore): void => {
  describe(`${name} writes documents and places`, () => {
    const stage = ReadStoreStage.forEachTest(open);

    it('returns nothing for what does not exist', async () => {
      expect(await stage.store.get(stage.collection, 'a')).toBeNull();
      expect(await stage.store.getMany(stage.collection, ['a', 'b'])).toEqual([null, null]);
      expect(await stage.store.find(stage.collection, {}, { limit: 10 })).toEqual({ items: [], next: null });
      expect(await stage.store.count(stage.collection, {})).toBe(0);
      expect(await stage.store.checkpoint(stage.collection)).toBeNull();
      expect(await settingOf(stage.store, stage.collection)).toBeNull();
    });

    it('keeps documents and their checkpoint together, for every handle', async () => {
      await stage.store.ensure([stage.spec(['name'])]);
      const document = { id: 'a', name: 'Zoë 🦊', nested: { list: [1, null, { deep: true }], empty: {} }, no: null };
      await stage.store.apply(stage.batch(5, { upserts: [stage.upsert(document, 5)] }));
      for (const reader of [stage.store, await stage.another()]) {
        expect(await reader.get(stage.collection, 'a')).toEqual(document);
        expect(await reader.getMany(stage.collection, ['b', 'a', 'a'])).toEqual([null, document, document]);
        expect(await reader.checkpoint(stage.collection)).toEqual(placeAt(5));
      }
    });

    it('refuses to write to a collection that was not ensured, and keeps the checkpoint', async () => {
      await stage.store.ensure([]);
      const writing = stage.store.apply(stage.batch(1, { upserts: [stage.upsert({ id: 'a' }, 1)] }));
      await expect(writing).rejects.toBeInstanceOf(UnknownCollection);
      expect(await stage.store.checkpoint(stage.collection)).toBeNull();
    });

    it('ignores a write at or before the position of the document', async () => {
      await stage.store.ensure([stage.spec(['n'])]);
      await stage.store.apply(stage.batch(5, { upserts: [stage.upsert({ id: 'a', n: 5 }, 5)] }));
      await stage.store.apply(
        stage.batch(6, {
          upserts: [stage.upsert({ id: 'a', n: 4 }, 4), stage.upsert({ id: 'a', n: 55 }, 5)],
          deletes: [{ collection: stage.collection, id: 'a', position: at(5) }],
        }),
      );
      expect(await stage.store.get(stage.collection, 'a')).toEqual({ id: 'a', n: 5 });
      expect(await stage.ids({ n: 5 })).toEqual(['a']);
      await stage.store.apply(stage.batch(7, { upserts: [stage.upsert({ id: 'a', n: 7 }, 7)] }));
      expect(await stage.ids({ n: 5 })).toEqual([]);
      expect(await stage.ids({ n: 7 })).toEqual(['a']);
    });

    it('restores a deleted document by a newer write but not by an older one', async () => {
      await stage.store.ensure([stage.spec(['tags'])]);
      await stage.store.apply(stage.batch(1, { upserts: [stage.upsert({ id: 'a', tags: ['x'] }, 1)] }));
      await stage.store.apply(
        stage.batch(3, { deletes: [{ collection: stage.collection, id: 'a', position: at(3) }] }),
      );
      await stage.store.apply(
        stage.batch(3, { upserts: [stage.upsert({ id: 'a', tags: ['x'] }, 1), stage.upsert({ id: 'a' }, 3)] }),
      );
      expect(await stage.store.get(stage.collection, 'a')).toBeNull();
      expect(await stage.ids({ tags: 'x' })).toEqual([]);
      expect(await stage.store.count(stage.collection, {})).toBe(0);
      await stage.store.apply(stage.batch(4, { upserts: [stage.upsert({ id: 'a', tags: ['y'] }, 4)] }));
      expect(await stage.ids({ tags: 'y' })).toEqual(['a']);
    });

    it('keeps the delete of an unknown document', async () => {
      await stage.store.ensure([stage.spec()]);
      await stage.store.apply(
        stage.batch(3, { deletes: [{ collection: stage.collection, id: 'a', position: at(3) }] }),
      );
      await stage.store.apply(stage.batch(4, { upserts: [stage.upsert({ id: 'a' }, 2)] }));
      expect(await stage.store.get(stage.collection, 'a')).toBeNull();
    });

    it('reaches the same documents however often the same batches arrive', async () => {
      await stage.store.ensure([stage.spec(['n'])]);
      const batches = [
        stage.batch(2, { upserts: [stage.upsert({ id: 'a', n: 1 }, 1), stage.upsert({ id: 'b', n: 2 }, 2)] }),
        stage.batch(4, {
          upserts: [stage.upsert({ id: 'b', n: 4 }, 4)],
          deletes: [{ collection: stage.collection, id: 'a', position: at(3) }],
        }),
        stage.batch(5, { upserts: [stage.upsert({ id: 'c', n: 5 }, 5)] }),
      ];
      for (let from = 0; from < batches.length; from += 1) {
        for (const redelivered of batches.slice(from)) await stage.store.apply(redelivered);
        for (const redelivered of batches) await stage.store.apply(redelivered);
      }
      expect((await stage.store.find(stage.collection, {}, { limit: 10 })).items).toEqual([
        { id: 'b', n: 4 },
        { id: 'c', n: 5 },
      ]);
      expect((await stage.store.checkpoint(stage.collection))?.ordinal).toBe(5);
    });

    it('writes a document that is said to be new like any other', async () => {
      await stage.store.ensure([stage.spec(['n'])]);
      const fresh = (count: number, position: number, n: number) =>
        Array.from({ length: count }, (_, index) => ({
          ...stage.upsert({ id: `d${index}`, n }, position),
          isNew: true,
        }));
      await stage.store.apply(stage.batch(2, { upserts: fresh(3, 2, 2) }));
      await stage.store.apply(stage.batch(2, { upserts: [...fresh(150, 1, 1), stage.upsert({ id: 'old', n: 1 }, 1)] }));
      expect(await stage.ids({ n: 2 })).toEqual(['d0', 'd1', 'd2']);
      expect(await stage.store.count(stage.collection, { n: 1 })).toBe(148);
      await stage.store.apply(stage.batch(3, { upserts: fresh(150, 3, 3) }));
      expect(await stage.store.count(stage.collection, { n: 3 })).toBe(150);
    });

    it('drops a collection with its checkpoint, and lets it start again', async () => {
      await stage.store.ensure([stage.spec(['tags'])]);
      await stage.store.apply(stage.batch(9, { upserts: [stage.upsert({ id: 'a', tags: ['x'] }, 9)] }));
      await stage.store.drop([stage.collection], stage.collection);
      expect(await stage.store.get(stage.collection, 'a')).toBeNull();
      expect(await stage.store.checkpoint(stage.collection)).toBeNull();
      await stage.store.ensure([stage.spec(['n'])]);
      await stage.store.apply(stage.batch(1, { upserts: [stage.upsert({ id: 'a', n: 1 }, 1)] }));
      expect(await stage.ids({ n: 1 })).toEqual(['a']);
    });
  });
};
