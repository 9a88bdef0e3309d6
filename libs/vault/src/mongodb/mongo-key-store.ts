import { durable, isDuplicate, MongoConnection, type MongoOptions } from '@guildhall/mongodb';
import { hkdfSync, randomBytes } from 'node:crypto';
import { Binary, type Collection } from 'mongodb';
import { KeysDamaged, WrongMasterKey } from '../errors.js';
import { KeyNames } from '../keys/key-names.js';
import { parseMasterKey } from '../keys/master-key.js';
import type { DataKey, KeyStore } from '../port.js';
import { openBytes, sealBytes } from '../sealing.js';

export interface MongoKeyStoreOptions extends MongoOptions {
  /** 32 bytes in base64. No default: a key stored beside the keys that it wraps would protect nothing. */
  masterKey: string;
}

/**
 * Opens keys in a database that several processes share. Rejects with `WrongMasterKey` if they were made under another
 * master key. A key that another process shreds is forgotten here within a second.
 */
export const openMongoKeyStore = async ({ masterKey, ...options }: MongoKeyStoreOptions): Promise<KeyStore> => {
  const key = parseMasterKey(masterKey, 'GUILDHALL_MASTER_KEY');
  const connection = await MongoConnection.open(options);
  try {
    await checkMark(connection, key);
    return new MongoKeyStore(connection, key);
  } catch (error) {
    await connection.close();
    throw error;
  }
};

interface Mark {
  _id: 'mark';
  sealed: Binary;
}
interface StoredKey {
  /** Keyed hash of the subject: the collection does not reveal the subjects. */
  _id: string;
  keyId: string;
  /** Subject and data key, sealed under the master key. */
  sealed: Binary;
}

const markContext = 'guildhall/master-key-mark/1';
const wrapPurpose = 'guildhall/wrap';
const idForm = /^([0-9a-f]{32})-([0-9a-f]{16})$/;
const keyBytes = 32;
const contextOf = (keyId: string): string => JSON.stringify(['guildhall/data-key/mongodb/1', keyId]);

/** A mark sealed under the master key reveals a wrong key at once. */
const checkMark = async (connection: MongoConnection, masterKey: Buffer): Promise<void> => {
  const marks = connection.collection<Mark>('keys.mark');
  const fresh = new Binary(sealBytes(masterKey, markContext, Buffer.alloc(0)));
  const insert = (): Promise<unknown> => connection.use(() => marks.insertOne({ _id: 'mark', sealed: fresh }, durable));
  const found = await connection.use(() => marks.findOne({ _id: 'mark' }));
  if (found === null) await insert().catch(duplicateIsFine);
  const kept = found ?? (await connection.use(() => marks.findOne({ _id: 'mark' })));
  try {
    openBytes(masterKey, markContext, kept?.sealed.value() ?? Buffer.alloc(0));
  } catch (cause) {
    throw new WrongMasterKey(
      'the keys in the database were made under another master key: set GUILDHALL_MASTER_KEY to that key, or use the database that belongs to this one',
      { cause },
    );
  }
};

const duplicateIsFine = (error: unknown): void => {
  if (!isDuplicate(error)) throw error;
};

const keptKeys = 10_000;
const keptMs = 1_000;

class MongoKeyStore implements KeyStore {
  private readonly keys: Collection<StoredKey>;
  private readonly wrapKey: Buffer;
  private readonly names: KeyNames;
  /** Keys by name, cached briefly: another process may shred a key at any time. */
  private readonly kept = new Map<string, { key: DataKey; readAt: number }>();
  /** Counts the shreds of this process, so that a read in flight does not bring a key back. */
  private shreds = 0;

  constructor(
    private readonly connection: MongoConnection,
    masterKey: Buffer,
  ) {
    this.keys = connection.collection<StoredKey>('keys');
    this.wrapKey = Buffer.from(hkdfSync('sha256', masterKey, '', wrapPurpose, keyBytes));
    this.names = new KeyNames(masterKey);
  }

  async current(subject: string): Promise<DataKey> {
    const name = this.names.of(subject);
    for (;;) {
      const found = await this.load(name);
      if (found !== null) return found;
      await this.create(name, subject);
    }
  }

  async byId(keyId: string): Promise<DataKey | null> {
    const name = idForm.exec(keyId)?.[1];
    const key = name === undefined ? null : await this.load(name);
    return key?.id === keyId ? key : null;
  }

  async shred(subject: string): Promise<void> {
    const name = this.names.of(subject);
    this.shreds += 1;
    this.forget(name);
    await this.connection.use(() => this.keys.deleteOne({ _id: name }, durable));
    this.shreds += 1;
    this.forget(name);
  }

  async close(): Promise<void> {
    for (const name of [...this.kept.keys()]) this.forget(name);
    this.names.clear();
    await this.connection.close();
  }

  private async load(name: string): Promise<DataKey | null> {
    const kept = this.kept.get(name);
    if (kept !== undefined && performance.now() - kept.readAt < keptMs) return copyOf(kept.key);
    const { shreds } = this;
    const readAt = performance.now();
    const stored = await this.connection.use(() => this.keys.findOne({ _id: name }));
    this.forget(name);
    if (stored === null) return null;
    const key = this.unwrap(stored);
    if (shreds === this.shreds) this.keep(name, key, readAt);
    return copyOf(key);
  }

  private unwrap({ keyId, sealed }: StoredKey): DataKey {
    try {
      const opened = openBytes(this.wrapKey, contextOf(keyId), sealed.value());
      return { id: keyId, key: opened.subarray(0, keyBytes), subject: opened.subarray(keyBytes).toString() };
    } catch (cause) {
      throw new KeysDamaged(`${keyId} of the database`, { cause });
    }
  }

  private async create(name: string, subject: string): Promise<void> {
    const keyId = `${name}-${randomBytes(8).toString('hex')}`;
    const plain = Buffer.concat([randomBytes(keyBytes), Buffer.from(subject)]);
    const sealed = new Binary(sealBytes(this.wrapKey, contextOf(keyId), plain));
    await this.connection.use(() => this.keys.insertOne({ _id: name, keyId, sealed }, durable)).catch(duplicateIsFine);
  }

  private keep(name: string, key: DataKey, readAt: number): void {
    const [oldest] = this.kept.keys();
    if (this.kept.size >= keptKeys && oldest !== undefined) this.forget(oldest);
    this.kept.set(name, { key: copyOf(key), readAt });
  }

  private forget(name: string): void {
    this.kept.get(name)?.key.key.fill(0);
    this.kept.delete(name);
  }
}

/** The cached bytes are overwritten when a key is forgotten; a caller that holds the key must not see zeros. */
const copyOf = ({ id, subject, key }: DataKey): DataKey => ({ id, subject, key: Uint8Array.from(key) });
