import fc from 'fast-check';
import { Query } from 'mingo';
import { randomUUID } from 'node:crypto';
import type { Document, Filter, Operators, ReadStore, Scalar } from '../port.js';
import type { OpenReadStore } from './stage.suite.js';
import { nextToken } from './tokens.suite.js';

const text = fc.constantFrom('', 'a', 'aa', 'ab', 'b', 'B', '1', 'é', '%', "o'", '\ud7ff');
const present = fc.oneof(text, fc.constantFrom(0, 1, -1, 1.5, 2, 10, 1e21, 2 ** 62), fc.boolean());
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  { weight: 4, arbitrary: present },
  { weight: 1, arbitrary: fc.constant(null) },
);
const list = fc.array(scalar, { maxLength: 3 });
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.record({ x: scalar }, { noNullPrototype: true }) },
);
const valueOrList = fc.oneof(value, list);

/** `flag`, `pair` and `more` are indexed, `plain` and `free` are not; `list` and `free` may hold arrays. */
const documentParts = fc.record(
  {
    flag: value,
    pair: value,
    more: value,
    list: valueOrList,
    plain: value,
    free: valueOrList,
    deep: fc.oneof(scalar, fc.record({ at: valueOrList }, { requiredKeys: [], noNullPrototype: true })),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const fields = ['flag', 'pair', 'more', 'list', 'plain', 'free', 'deep.at', 'nowhere'] as const;
const scalarFields = ['flag', 'pair', 'more', 'plain', 'nowhere'] as const;

/** No ordering against null: MongoDB treats a missing field as null there, mingo does not. The contract tests that. */
const operators: fc.Arbitrary<Operators> = fc.oneof(
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $gt: present, $lte: present }, { requiredKeys: ['$gt'] }),
  fc.record({ $lt: present, $gte: present }, { requiredKeys: ['$lt'] }),
  fc.record({ $gte: present }),
  fc.record({ $lte: present }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $prefix: text }),
);
const onField = fc
  .tuple(fc.constantFrom(...fields), fc.oneof(scalar, operators))
  .map(([field, condition]): Filter => ({ [field]: condition }));
const filter: fc.Arbitrary<Filter> = fc.oneof(
  onField,
  fc.constant({}),
  fc.array(onField, { minLength: 1, maxLength: 3 }).map(($and): Filter => ({ $and })),
  fc.array(onField, { minLength: 1, maxLength: 3 }).map(($or): Filter => ({ $or })),
);
const sort = fc.uniqueArray(
  fc.record({ field: fc.constantFrom(...scalarFields), direction: fc.constantFrom('asc' as const, 'desc' as const) }),
  { maxLength: 2, selector: ({ field }) => field },
);

/** Translates the port's `$prefix` for MongoDB. */
const forMingo = (given: Filter): object =>
  Object.fromEntries(
    Object.entries(given).map(([key, condition]: [string, unknown]) => {
      if (Array.isArray(condition)) return [key, condition.map(forMingo)];
      if (condition === null || typeof condition !== 'object' || !('$prefix' in condition)) return [key, condition];
      return [key, { $regex: new RegExp(`^${String(condition.$prefix).replace(/[^\p{L}\d]/gu, '\\$&')}`) }];
    }),
  );

const rank = (found: unknown): number => {
  if (found === null || found === undefined) return 0;
  return ['number', 'string', 'object', 'boolean'].indexOf(typeof found) + 1;
};

/** BSON's order of types; documents within a list of scalars count as equal. */
const compare = (one: unknown, other: unknown): number => {
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  if (rank(one) === 0 || typeof one === 'object') return 0;
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
  return Number(one) - Number(other);
};

/** Compares random documents and filters with mingo, which decides what matches. */
export const filterOracle = (name: string, open: OpenReadStore, runs = 150): void => {
  describe(`${name} finds what MongoDB would find`, () => {
    let store: ReadStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('for random documents, filters, orders and page sizes', async () => {
      const parts = fc.array(documentParts, { maxLength: 12 });
      const queries = fc.array(fc.tuple(filter, sort, fc.integer({ min: 1, max: 5 })), { minLength: 8, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(parts, queries, fc.constantFrom('none', 'before', 'after'), async (all, asked, indexes) => {
          const documents = all.map((part, index): Document => ({ ...part, id: `d${index}` }) as Document);
          const collection = await fill(store, documents, indexes);
          try {
            for (const [filter, sort, limit] of asked) {
              const query = new Query(forMingo(filter));
              const expected = documents.filter((document) => query.test(document)).sort(inOrder(sort));
              const found = await pages(store, collection, filter, { sort, limit });
              expect({ filter, found }).toEqual({ filter, found: expected.map(({ id }) => id) });
              expect(await store.count(collection, filter)).toBe(expected.length);
            }
          } finally {
            await store.drop([collection], collection);
          }
        }),
        { numRuns: runs },
      );
    });
  });
};

const fill = async (store: ReadStore, documents: readonly Document[], when: string): Promise<string> => {
  const collection = `oracle_${randomUUID().replaceAll('-', '')}`;
  const indexes = [['flag'], ['pair', 'more'], ['list'], ['deep.at']].map((fields) => ({ fields }));
  const spec = { name: collection, indexes: when === 'none' ? [] : indexes };
  await store.ensure([spec], { deferIndexes: when === 'after' });
  await store.apply({
    upserts: documents.map((document) => ({ collection, document, position: '1' })),
    deletes: [],
    checkpoints: { [collection]: { position: '1', ordinal: 1, logId: 'log-1' } },
    lease: nextToken(),
  });
  if (when === 'after') await store.buildIndexes([spec]);
  return collection;
};

type Sort = readonly { field: string; direction: 'asc' | 'desc' }[];

const inOrder =
  (sort: Sort) =>
  (one: Document, other: Document): number => {
    for (const { field, direction } of sort) {
      const difference = compare(one[field], other[field]);
      if (difference !== 0) return direction === 'asc' ? difference : -difference;
    }
    const byId = compare(one.id, other.id);
    return sort.at(-1)?.direction === 'desc' ? -byId : byId;
  };

const pages = async (
  store: ReadStore,
  collection: string,
  filter: Filter,
  { sort, limit }: { sort: Sort; limit: number },
): Promise<string[]> => {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page = await store.find(collection, filter, { sort, limit, ...(after === null ? {} : { after }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== null);
  return found;
};
