import { openFileBlobStore } from '@guildhall/blob-store';
import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { Binary } from 'mongodb';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vaultContract } from '../contract/vault.suite.js';
import { KeysDamaged, WrongMasterKey } from '../errors.js';
import { openVault } from '../vault.js';
import { openMongoKeyStore } from './mongo-key-store.js';

const server = mongoForTests();
const directory = mkdtempSync(join(tmpdir(), 'guildhall-mongo-vault-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

('url' in server ? describe : describe.skip)('keys in MongoDB', () => {
  const masterKey = randomBytes(32).toString('base64');
  const options = { url: 'url' in server ? server.url : '', database: databaseForTests(), masterKey };
  let connection: MongoConnection;
  beforeAll(async () => {
    connection = await MongoConnection.open(options);
  });
  afterAll(async () => {
    await connection.db.dropDatabase();
    await connection.close();
  });
  const stored = () => connection.collection<{ _id: string; keyId: string; sealed: Binary }>('keys');

  vaultContract('the vault over MongoDB', async () => {
    const blobs = await openFileBlobStore({ directory });
    return { vault: await openVault({ blobs, keys: await openMongoKeyStore(options) }), blobs };
  });

  it('are stored sealed, and do not reveal their subjects', async () => {
    const keys = await openMongoKeyStore(options);
    const { id, key } = await keys.current('operator:ada');
    const found = await stored().findOne({ keyId: id });
    const bytes = Buffer.from(found?.sealed.value() ?? '');
    expect(bytes.length).toBeGreaterThan(32);
    expect(bytes.includes(Buffer.from(key))).toBe(false);
    expect(JSON.stringify(found)).not.toContain('ada');
    expect(bytes.includes('ada')).toBe(false);
    await keys.close();
  });

  it('refuse a wrong or malformed master key with a sentence', async () => {
    await (await openMongoKeyStore(options)).close();
    const cases: [string, RegExp][] = [
      [randomBytes(32).toString('base64'), /made under another master key: set GUILDHALL_MASTER_KEY/],
      ['c2hvcnQ=', /is not 32 bytes in base64/],
      ['', /is not 32 bytes in base64/],
    ];
    for (const [wrong, sentence] of cases) {
      const opening = openMongoKeyStore({ ...options, masterKey: wrong });
      await expect(opening).rejects.toBeInstanceOf(WrongMasterKey);
      await expect(opening).rejects.toThrow(sentence);
    }
  });

  it('are one for each subject, whichever process asks first', async () => {
    const [one, other] = await Promise.all([openMongoKeyStore(options), openMongoKeyStore(options)]);
    const asked = await Promise.all([one, other, one, other].map((keys) => keys.current('first')));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(asked[0]?.key).toEqual(asked[1]?.key);
    await one.close();
    await other.close();
  });

  it('that another process shreds are soon forgotten, and those that a caller holds stay intact', async () => {
    const [one, other] = await Promise.all([openMongoKeyStore(options), openMongoKeyStore(options)]);
    const held = await one.current('shredded');
    const bytes = Buffer.from(held.key);
    await other.shred('shredded');
    const began = performance.now();
    while ((await one.byId(held.id)) !== null) await new Promise(setImmediate);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(bytes.equals(held.key)).toBe(true);
    expect((await one.current('shredded')).id).not.toBe(held.id);
    await one.close();
    await other.close();
  });

  it('that were damaged, or moved to another subject, are reported and not replaced', async () => {
    const keys = await openMongoKeyStore(options);
    const [a, b] = [await keys.current('a'), await keys.current('b')];
    const sealed = new Binary(randomBytes(60));
    await stored().updateOne({ keyId: a.id }, { $set: { sealed } });
    const ofB = await stored().findOne({ keyId: b.id });
    await keys.close();
    const again = await openMongoKeyStore(options);
    await expect(again.current('a')).rejects.toBeInstanceOf(KeysDamaged);
    await stored().updateOne({ keyId: a.id }, { $set: { sealed: ofB?.sealed ?? sealed } });
    await expect(again.byId(a.id)).rejects.toBeInstanceOf(KeysDamaged);
    expect(await stored().countDocuments({ keyId: a.id })).toBe(1);
    await again.close();
  });

  it('are not returned after closing', async () => {
    const keys = await openMongoKeyStore(options);
    await keys.current('closed');
    await keys.close();
    await expect(keys.current('closed')).rejects.toThrow('closed');
  });
});
