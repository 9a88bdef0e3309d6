import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import type { Json } from '@guildhall/contracts';
import { filterOracle } from '../contract/filter-oracle.suite.js';
import { readStoreContract } from '../contract/read-store.suite.js';
import { nextToken } from '../contract/tokens.suite.js';
import { Binary } from 'mongodb';
import { ReadStoreReplaced } from '../errors.js';
import type { Document, Filter, ReadStore } from '../port.js';
import { openMongoReadStore } from './mongo-read-store.js';

const server = mongoForTests();

const suite = 'url' in server ? describe : describe.skip;
const options = { url: 'url' in server ? server.url : '', database: databaseForTests() };
const at = (position: number): string => String(position).padStart(8, '0');

suite('a read store in MongoDB', () => {
  const open = () => openMongoReadStore(options);
  let connection: MongoConnection;
  beforeAll(async () => {
    connection = await MongoConnection.open(options);
  });
  afterAll(async () => {
    await connection.db.dropDatabase();
    await connection.close();
  });

  readStoreContract('the MongoDB read store', open);
  filterOracle('the MongoDB read store', open, 15);

  describe('in its database', () => {
    let store: ReadStore;
    let collection: string;
    let position = 0;
    let collections = 0;
    let lease: number;
    beforeEach(async () => {
      lease = nextToken();
      store = await open();
      collection = `own${(collections += 1)}`;
    });
    afterEach(() => store.close());

    const apply = (documents: readonly Document[], deletes: readonly string[] = [], checkpoint = {}) => {
      position += 1;
      return store.apply({
        upserts: documents.map((document) => ({ collection, document, position: at(position) })),
        deletes: deletes.map((id) => ({ collection, id, position: at(position) })),
        checkpoints: { [collection]: { position: at(position), ordinal: position, logId: 'log', ...checkpoint } },
        lease,
      });
    };
    const ids = async (filter: Filter): Promise<string[]> =>
      (await store.find(collection, filter, { limit: 100 })).items.map(({ id }) => id);

    const deep = (levels: number): Json => (levels === 0 ? 'end' : { in: deep(levels - 1) });
    const texts = [
      '{"id":"a","z":1,"a":{"y":2,"b":[3,{"d":4,"c":null}]},"b":0}',
      '{"id":"a","a.b":1,"$set":{"$inc":1},"x":{"":0,"$ref":"r","$id":"i","a.b.c":[{"$x":1}]}}',
      '{"id":"a","_bsontype":"ObjectId","x":{"_bsontype":"Long"},"toBSON":1,"_id":7}',
      '{"id":"a","big":4294967296,"max":9007199254740991,"low":-2147483649,"float":0.1,"huge":1e+300,"tiny":5e-324}',
      '{"id":"a","__proto__":{"x":1},"constructor":{"prototype":1},"％24":"％"}',
      '{"id":"a","lone":"\\ud800","nul":"a\\u0000b","n\\u0000":1,"\\udfff":2,"fox":"🦊"}',
      '{"id":"a","empty":{},"none":[],"null":null,"nested":[[],[[null]],[{}]]}',
      JSON.stringify({ id: 'a', deep: deep(300) }),
    ];
    it.each(texts)('returns %s to the byte', async (text) => {
      await store.ensure([{ name: collection, indexes: [] }]);
      await apply([JSON.parse(text) as Document]);
      expect(JSON.stringify(await store.get(collection, 'a'))).toBe(text);
      expect((await store.find(collection, {}, { limit: 1 })).items.map((found) => JSON.stringify(found))).toEqual([
        text,
      ]);
    });

    it('stores a document as JSON would: no undefined, no negative zero', async () => {
      await store.ensure([{ name: collection, indexes: [] }]);
      const document = { id: 'a', gone: undefined, list: [undefined, 1], zero: -0, none: Number.NaN };
      await apply([document as unknown as Document]);
      expect(JSON.stringify(await store.get(collection, 'a'))).toBe(JSON.stringify(document));
      expect(await ids({ gone: { $exists: true } })).toEqual([]);
    });

    it('follows a path through objects only, as every adapter does, and not into arrays of them', async () => {
      await store.ensure([{ name: collection, indexes: [{ fields: ['by.id'] }] }]);
      await apply([
        { id: 'object', by: { id: 1, $x: 'y' } },
        { id: 'array', by: [{ id: 1 }] },
        { id: 'scalar', by: 1 },
      ]);
      expect(await ids({ 'by.id': 1 })).toEqual(['object']);
      expect(await ids({ 'by.id': null })).toEqual(['array', 'scalar']);
      expect(await ids({ 'by.id': { $exists: false } })).toEqual(['array', 'scalar']);
      expect(await ids({ 'by.0.id': 1 })).toEqual([]);
    });

    it('has the declared indexes, and hides tombstones that the database removes after a day', async () => {
      const spec = { name: collection, indexes: [{ fields: ['kind', 'by.id'] }, { fields: ['tags'] }] };
      await store.ensure([spec], { deferIndexes: true });
      await apply([{ id: 'a', kind: 'x' }, { id: 'b' }]);
      await apply([], ['a', 'never']);
      await store.buildIndexes([spec]);
      const documents = connection.collection(`documents.${collection}`);
      const indexes = await documents.indexes();
      expect(indexes).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ key: { 'd.kind': 1, 'd.by.id': 1 } }),
          expect.objectContaining({ key: { 'd.tags': 1 } }),
          expect.objectContaining({ key: { gone: 1 }, expireAfterSeconds: 86_400 }),
        ]),
      );
      expect(await ids({})).toEqual(['b']);
      expect(await store.count(collection, { kind: null })).toBe(1);
      expect(await documents.countDocuments({ gone: { $exists: true } })).toBe(2);
    });

    it('keeps a state larger than a document of MongoDB may be, and nothing of the previous one', async () => {
      await store.ensure([{ name: collection, indexes: [] }]);
      const value = { text: 'é'.repeat(9_000_000) };
      for (const version of [1, 2]) {
        await apply([], [], { state: { position: at(position), ordinal: position, value: { ...value, version } } });
      }
      const other = await open();
      expect((await other.checkpoint(collection))?.state?.value).toEqual({ ...value, version: 2 });
      expect(await connection.collection('store.states').countDocuments({ projection: collection })).toBe(3);
      await other.close();
    });

    it('carries over the checkpoints of the version that had a document for each', async () => {
      const before = { url: options.url, database: databaseForTests() };
      const earlier = await MongoConnection.open(before);
      const kept = (ordinal: number) => ({ position: at(ordinal), ordinal, logId: 'log', lease: 9_000 + ordinal });
      const state = { version: 'v', parts: 1, position: at(4), ordinal: 4 };
      const separate = earlier.collection<{ _id: string }>('store.checkpoints');
      await separate.insertMany([
        { _id: 'views_1', ...kept(5), state } as { _id: string },
        { _id: 'feed_1', ...kept(6) },
      ]);
      const bytes = new Binary(Buffer.from('{"seen":4}'));
      const part = { _id: 'views_1:v:0', projection: 'views_1', version: 'v', lease: 1, bytes };
      await earlier.collection<{ _id: string }>('store.states').insertOne(part);
      const place = (ordinal: number) => ({ position: at(ordinal), ordinal, logId: 'log' });
      const saved = { position: at(4), ordinal: 4, value: { seen: 4 } };

      const [reader, upgraded] = [await openMongoReadStore(before), await openMongoReadStore(before)];
      for (const reading of [reader, upgraded]) {
        expect(await reading.checkpoint('views_1')).toEqual({ ...place(5), state: saved });
        expect((await reading.places()).get('feed_1')).toEqual(place(6));
      }
      await upgraded.apply({ upserts: [], deletes: [], checkpoints: { feed_1: place(7) }, lease: 1 });
      for (const reading of [reader, upgraded]) {
        expect(await reading.checkpoint('views_1')).toEqual({ ...place(5), state: saved });
        expect((await reading.places()).get('feed_1')).toEqual(place(7));
      }
      expect(await separate.countDocuments()).toBe(0);
      await reader.close();
      await upgraded.close();
      await earlier.db.dropDatabase();
      await earlier.close();
    });

    it('reports its places as lost when another process removed them', async () => {
      const lost = { url: options.url, database: databaseForTests() };
      const writer = await openMongoReadStore(lost);
      const write = (ordinal: number): Promise<void> => {
        const checkpoints = { things: { position: at(ordinal), ordinal, logId: 'log' } };
        return writer.apply({ upserts: [], deletes: [], checkpoints, lease: 1 });
      };
      await write(1);
      const other = await MongoConnection.open(lost);
      await other.db.dropDatabase();
      await expect(write(2)).rejects.toBeInstanceOf(ReadStoreReplaced);
      await other.close();
      await writer.close();
    });

    it('ignores a batch of an older position from another process', async () => {
      await store.ensure([{ name: collection, indexes: [] }]);
      const late = await open();
      await apply(Array.from({ length: 300 }, (_, index) => ({ id: `d${index}`, n: 2 })));
      const upserts = Array.from({ length: 600 }, (_, index) => ({
        collection,
        document: { id: `d${index}`, n: 1 },
        position: at(0),
      }));
      const checkpoints = { [collection]: { position: at(0), ordinal: 0, logId: 'log' } };
      await late.apply({ upserts, deletes: [], checkpoints, lease });
      expect(await store.count(collection, { n: 2 })).toBe(300);
      expect(await store.count(collection, { n: 1 })).toBe(300);
      expect((await store.checkpoint(collection))?.position).toBe(at(position));
      await late.close();
    });
  });
});
