import { jest } from '@jest/globals';
import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import type { Batch, Document, ReadStore } from '../port.js';
import { openMongoReadStore } from './mongo-read-store.js';

const server = mongoForTests();
const place = (n: number): string => String(n).padStart(8, '0');

('url' in server ? describe : describe.skip)('a batch interrupted by a crash', () => {
  const options = { url: 'url' in server ? server.url : '', database: databaseForTests() };
  let store: ReadStore;
  beforeAll(async () => {
    store = await openMongoReadStore(options);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await store.close();
    const connection = await MongoConnection.open(options);
    await connection.db.dropDatabase();
    await connection.close();
  });

  const upsert = (collection: string, id: string, position: number, more: Partial<Document>) => ({
    collection,
    document: { id, ...more } as Document,
    position: place(position),
  });
  const checkpoint = (position: number) => ({
    position: place(position),
    ordinal: position,
    logId: 'log',
    state: { position: place(position), ordinal: position, value: { seen: position } },
  });
  /** The second batch meets known, deleted and new documents in two collections, and an object where none was before. */
  const batches = (name: string): [Batch, Batch] => [
    {
      upserts: [upsert(name, 'a', 1, { n: 1 }), upsert(name, 'b', 2, { n: 2 }), upsert(`${name}.more`, 'x', 3, {})],
      deletes: [],
      checkpoints: { [name]: checkpoint(3) },
      lease: 1,
    },
    {
      upserts: [
        upsert(name, 'a', 4, { n: { deep: 4 } }),
        upsert(name, 'c', 5, { n: 5 }),
        upsert(`${name}.more`, 'y', 7, {}),
      ],
      deletes: [{ collection: name, id: 'b', position: place(6) }],
      checkpoints: { [name]: checkpoint(7) },
      lease: 1,
    },
  ];

  const everything = async (name: string) => ({
    documents: (await store.find(name, {}, { limit: 100 })).items,
    more: (await store.find(`${name}.more`, {}, { limit: 100 })).items,
    checkpoint: await store.checkpoint(name),
  });
  const afterFirst = async (name: string): Promise<Batch> => {
    const [first, second] = batches(name);
    await store.ensure([name, `${name}.more`].map((each) => ({ name: each, indexes: [{ fields: ['n'] }] })));
    await store.apply(first);
    return second;
  };

  const realUse = MongoConnection.prototype.use;
  /** Lets that many calls pass; the next and all later ones do not happen or lose their answer. */
  const failAfter = (uses: number, loses: 'question' | 'answer'): { count: number } => {
    const seen = { count: 0 };
    jest.spyOn(MongoConnection.prototype, 'use').mockImplementation(async function (this: MongoConnection, work) {
      seen.count += 1;
      const isLast = seen.count === uses + 1;
      const result = seen.count <= uses || (isLast && loses === 'answer') ? await realUse.call(this, work) : null;
      if (seen.count > uses) throw new Error('crashed');
      return result as never;
    });
    return seen;
  };

  it('never leaves the checkpoint ahead of the documents, and reaches the same after redelivery, whatever was lost', async () => {
    const second = await afterFirst('whole');
    const counted = failAfter(Number.POSITIVE_INFINITY, 'question');
    await store.apply(second);
    jest.restoreAllMocks();
    const after = await everything('whole');
    expect(after.documents).toEqual([{ id: 'a', n: { deep: 4 } }, { id: 'c', n: 5 }]); // prettier-ignore
    expect(counted.count).toBeGreaterThan(5);

    for (const loses of ['question', 'answer'] as const) {
      for (let uses = 0; uses < counted.count; uses += 1) {
        const name = `${loses}-${uses}`;
        const batch = await afterFirst(name);
        failAfter(uses, loses);
        await expect(store.apply(batch)).rejects.toThrow('crashed');
        jest.restoreAllMocks();
        const torn = await everything(name);
        expect({ name, ...torn }).toMatchObject(torn.checkpoint?.ordinal === 7 ? { name, ...after } : { name });
        await store.apply(batch);
        expect({ name, ...(await everything(name)) }).toEqual({ name, ...after });
      }
    }
  });
});
