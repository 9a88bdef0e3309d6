import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { Binary, ObjectId } from 'mongodb';
import { randomBytes } from 'node:crypto';
import { blobStoreContract } from '../contract/blob-store.suite.js';
import { BlobDamaged } from '../port.js';
import { openMongoBlobStore } from './mongo-blob-store.js';

const server = mongoForTests();

('url' in server ? describe : describe.skip)('blobs in MongoDB', () => {
  const options = { url: 'url' in server ? server.url : '', database: databaseForTests() };
  let connection: MongoConnection;
  beforeAll(async () => {
    connection = await MongoConnection.open(options);
  });
  afterAll(async () => {
    await connection.db.dropDatabase();
    await connection.close();
  });
  const files = () => connection.collection<{ filename: string; uploadDate: Date }>('blobs.files');
  const chunks = () => connection.collection<{ files_id: ObjectId; n: number; data: Binary }>('blobs.chunks');

  blobStoreContract('GridFS', () => openMongoBlobStore(options));

  it.each([
    [
      'changed',
      (file: ObjectId) => chunks().updateOne({ files_id: file }, { $set: { data: new Binary(randomBytes(10)) } }),
    ],
    ['cut', (file: ObjectId) => chunks().updateOne({ files_id: file }, { $set: { data: new Binary(randomBytes(3)) } })],
    ['lost', (file: ObjectId) => chunks().deleteMany({ files_id: file })],
  ])('are reported as damaged if a part was %s, and are whole after they are put again', async (_case, inflict) => {
    const blobs = await openMongoBlobStore(options);
    const bytes = randomBytes(10);
    const { digest } = await blobs.put(bytes);
    const file = await files().findOne({ filename: digest });
    await inflict(file?._id ?? new ObjectId());
    await expect(blobs.get(digest)).rejects.toBeInstanceOf(BlobDamaged);
    await blobs.put(bytes);
    expect(Buffer.from((await blobs.get(digest)) ?? '').equals(bytes)).toBe(true);
    expect(await files().countDocuments({ filename: digest })).toBe(1);
    await blobs.close();
  });

  it('count as written now when the same bytes are put again, and are kept once', async () => {
    const blobs = await openMongoBlobStore(options);
    const bytes = randomBytes(10);
    const { digest } = await blobs.put(bytes);
    await files().updateOne({ filename: digest }, { $set: { uploadDate: new Date(1_000) } });
    await blobs.put(bytes);
    const file = await files().findOne({ filename: digest });
    expect(file?.uploadDate.getTime()).toBeGreaterThan(1_000_000_000_000);
    expect(await files().countDocuments({ filename: digest })).toBe(1);
    await blobs.close();
  });

  it('lose the parts of dead processes at the next opening, but not those in flight', async () => {
    const old = ObjectId.createFromTime(1_000);
    const young = new ObjectId();
    for (const files_id of [old, young])
      await chunks().insertOne({ _id: new ObjectId(), files_id, n: 0, data: new Binary() });
    const blobs = await openMongoBlobStore(options);
    expect(await chunks().countDocuments({ files_id: old })).toBe(0);
    expect(await chunks().countDocuments({ files_id: young })).toBe(1);
    await blobs.close();
  });
});
