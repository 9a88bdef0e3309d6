import { InvalidCursor, InvalidQuery } from '../errors.js';
import { at, ReadStoreStage, type OpenReadStore } from './stage.suite.js';

/** What lists return: filters, order, pages. */
export const findingContract = (name: string, open: OpenReadStore): void => {
  describe(`${name} finds documents`, () => {
    const stage = ReadStoreStage.forEachTest(open);

    it('sorts by several fields and then by id, in the direction of the last field', async () => {
      await stage.store.ensure([stage.spec(['kind', 'n'])]);
      await stage.fill([
        { id: 'a', kind: 'x', n: 2 },
        { id: 'b', kind: 'x', n: 10 },
        { id: 'c', kind: 'w', n: 2 },
        { id: 'd', kind: 'x', n: 2 },
        { id: 'e', n: 1 },
      ]);
      expect(await stage.ids({}, [['kind', 'asc'], ['n', 'desc']])).toEqual(['e', 'c', 'b', 'd', 'a']); // prettier-ignore
      expect(await stage.ids({}, [['n', 'asc']])).toEqual(['e', 'a', 'c', 'd', 'b']);
      expect(await stage.ids({}, [['id', 'desc']])).toEqual(['e', 'd', 'c', 'b', 'a']);
      expect(await stage.ids({})).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('pages exactly while documents are added and deleted', async () => {
      await stage.store.ensure([stage.spec(['n'])]);
      await stage.fill([1, 2, 2, 3, 3, 3, 4].map((n, index) => ({ id: `d${index}`, n })));
      const sort = [{ field: 'n', direction: 'desc' as const }];
      const first = await stage.store.find(stage.collection, {}, { sort, limit: 3 });
      expect(first.items.map(({ id }) => id)).toEqual(['d6', 'd5', 'd4']);
      await stage.store.apply(
        stage.batch(2, {
          upserts: [stage.upsert({ id: 'new', n: 9 }, 2)],
          deletes: [{ collection: stage.collection, id: 'd4', position: at(2) }],
        }),
      );
      const second = await stage.store.find(stage.collection, {}, { sort, limit: 3, after: first.next ?? '' });
      expect(second.items.map(({ id }) => id)).toEqual(['d3', 'd2', 'd1']);
      const third = await stage.store.find(stage.collection, {}, { sort, limit: 3, after: second.next ?? '' });
      expect(third).toEqual({ items: [{ id: 'd0', n: 1 }], next: null });
    });

    it('refuses a cursor of another list, limits out of range and unknown filters', async () => {
      await stage.store.ensure([stage.spec(['n'])]);
      await stage.fill([1, 2].map((n) => ({ id: `d${n}`, n })));
      const { next } = await stage.store.find(
        stage.collection,
        {},
        { limit: 1, sort: [{ field: 'n', direction: 'asc' }] },
      );
      for (const after of ['', 'nonsense', 'W10', next ?? '']) {
        const reading = stage.store.find(stage.collection, {}, { limit: 1, after });
        await expect(reading).rejects.toBeInstanceOf(InvalidCursor);
      }
      for (const limit of [0, 1_001, 1.5, Number.NaN]) {
        await expect(stage.store.find(stage.collection, {}, { limit })).rejects.toBeInstanceOf(InvalidQuery);
      }
      for (const filter of [{ n: { $regex: 'x' } }, { "n') OR 1": 1 }, { n: { $in: 'x' } }, { n: undefined }]) {
        await expect(stage.store.count(stage.collection, filter as never)).rejects.toBeInstanceOf(InvalidQuery);
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
        number: await stage.ids({ n: 1 }),
        text: await stage.ids({ n: '1' }),
        none: await stage.ids({ n: null }),
        notAbove: await stage.ids({ n: { $lte: null } }),
        above: await stage.ids({ n: { $gt: null } }),
        exists: await stage.ids({ n: { $exists: true } }),
        contains: await stage.ids({ tags: 'x' }),
        containsNull: await stage.ids({ tags: null }),
        either: await stage.ids({ $or: [{ tags: true }, { 'by.id': 'u2' }] }),
        both: await stage.ids({ $and: [{ tags: { $in: ['x', 'q'] } }, { n: { $gte: 0 } }] }),
        prefix: await stage.ids({ 'by.id': { $prefix: 'u' } }),
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
      const indexed = stage.spec(['n'], ['tags'], ['by.id', 'n']);
      await stage.store.ensure([stage.spec()]);
      await stage.fill(documents);
      expect(await answers()).toEqual(expected);
      await stage.store.ensure([indexed]);
      expect(await answers()).toEqual(expected);

      await stage.store.drop([stage.collection], stage.collection);
      await stage.store.ensure([indexed], { deferIndexes: true });
      await stage.fill(documents);
      expect(await answers()).toEqual(expected);
      await stage.store.buildIndexes([indexed]);
      expect(await answers()).toEqual(expected);

      await stage.store.apply(
        stage.batch(2, { upserts: [stage.upsert({ id: 'a', n: 1, tags: ['z'], by: { id: 'u1' } }, 2)] }),
      );
      expect({ x: await stage.ids({ tags: 'x' }), z: await stage.ids({ tags: 'z' }) }).toEqual({ x: ['b'], z: ['a'] });
    });
  });
};
