import type { JsonObject } from '@guildhall/contracts';
import { ReadStoreDamaged, ReadStoreFull, ReadStoreReplaced } from '../errors.js';
import type {
  Batch,
  Checkpoint,
  CollectionSpec,
  Document,
  Filter,
  FindOptions,
  FoundPage,
  Place,
  ReadStore,
} from '../port.js';
import { Checkpoints } from './checkpoints.js';
import { CollectionWriter } from './collection-writer.js';
import { buildCollectionIndexes, dropCollection, ensureCollection } from './collections.js';
import type { Connection } from './connection.js';
import { DatabaseFile, FileDamage } from './database-file.js';
import { countDocuments, findDocuments, getDocument, getDocuments } from './queries.js';

export interface EmbeddedReadStoreOptions {
  /** Path of the SQLite file; the first write creates its folder. Any number of processes may open it. */
  file: string;
  /** Identity of the log; a file made from another log is deleted. */
  logId?: string;
}

/**
 * Opens the read store in one SQLite file, on the calling thread. A missing file reads as empty, and the first write
 * creates it. A damaged file is removed once noticed. Readers notice a replaced file at their next call and continue with
 * the new one; a handle that has written rejects with `ReadStoreReplaced` from then on, because its next write would
 * build on documents that are gone.
 */
export const openEmbeddedReadStore = async (options: EmbeddedReadStoreOptions): Promise<ReadStore> => {
  const store = new EmbeddedReadStore(new DatabaseFile(options.file, options.logId ?? null));
  store.discardUnusable();
  return store;
};

class EmbeddedReadStore implements ReadStore {
  private readonly checkpoints = new Checkpoints();
  private hasWritten = false;
  private isReplaced = false;
  private isClosed = false;

  constructor(private readonly file: DatabaseFile) {}

  /** Removes an unusable file before a caller relies on it. */
  discardUnusable(): void {
    try {
      this.file.current();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.file.discard();
    }
  }

  async ensure(collections: readonly CollectionSpec[], options: { deferIndexes?: boolean } = {}): Promise<void> {
    this.write((connection) => {
      for (const spec of collections) ensureCollection(connection, spec, options.deferIndexes ?? false);
    });
  }

  async buildIndexes(collections: readonly CollectionSpec[]): Promise<void> {
    this.write((connection) => {
      for (const spec of collections) buildCollectionIndexes(connection, spec);
    });
  }

  async get(collection: string, id: string): Promise<Document | null> {
    return this.read((connection) => getDocument(connection, collection, id), null);
  }

  async getMany(collection: string, ids: readonly string[]): Promise<(Document | null)[]> {
    const none = ids.map(() => null);
    return this.read((connection) => connection.read(() => getDocuments(connection, collection, ids)), none);
  }

  async find(collection: string, filter: Filter, options: FindOptions): Promise<FoundPage> {
    const nothing: FoundPage = { items: [], next: null };
    return this.read(
      (connection) => connection.read(() => findDocuments(connection, collection, filter, options)),
      nothing,
    );
  }

  async count(collection: string, filter: Filter): Promise<number> {
    return this.read((connection) => connection.read(() => countDocuments(connection, collection, filter)), 0);
  }

  async apply(batch: Batch): Promise<void> {
    this.write((connection) => {
      this.checkpoints.admit(connection, batch);
      const writers = new Map<string, CollectionWriter>();
      const writer = (collection: string): CollectionWriter => {
        const known = writers.get(collection) ?? new CollectionWriter(connection, collection);
        writers.set(collection, known);
        return known;
      };
      for (const upsert of batch.upserts) writer(upsert.collection).upsert(upsert);
      for (const remove of batch.deletes) writer(remove.collection).delete(remove);
      this.checkpoints.write(connection, batch);
    });
  }

  async checkpoint(projection: string): Promise<Checkpoint | null> {
    return this.read((connection) => connection.read(() => this.checkpoints.read(connection, projection)), null);
  }

  async places(): Promise<ReadonlyMap<string, Place>> {
    return this.read((connection) => this.checkpoints.places(connection), new Map<string, Place>());
  }

  async putSettings(values: Readonly<Record<string, JsonObject>>): Promise<void> {
    this.write((connection) => {
      const statement = connection.statement(
        'INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      );
      for (const [name, value] of Object.entries(values)) statement.run(name, JSON.stringify(value));
    });
  }

  async settings(names: readonly string[]): Promise<(JsonObject | null)[]> {
    const none = names.map(() => null);
    return this.read((connection) => names.map((name) => readSetting(connection, name)), none);
  }

  async drop(collections: readonly string[], projection: string): Promise<void> {
    this.write((connection) => {
      for (const collection of collections) dropCollection(connection, collection);
      this.checkpoints.remove(connection, projection);
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.file.close();
  }

  private read<Result>(work: (connection: Connection) => Result, withoutFile: Result): Result {
    return this.namingFailures(() => {
      const connection = this.connection();
      return connection === null ? withoutFile : work(connection);
    });
  }

  private write(work: (connection: Connection) => void): void {
    this.namingFailures(() => {
      let connection = this.connection();
      if (this.isReplaced) throw new ReadStoreReplaced(this.file.path);
      if (connection === null) {
        this.file.create();
        connection = this.connection();
      }
      if (connection === null) throw new ReadStoreReplaced(this.file.path);
      const opened = connection;
      opened.write(() => work(opened));
      this.hasWritten = true;
    });
  }

  private connection(): Connection | null {
    if (this.isClosed) throw new Error('the read store is closed');
    const current = this.file.current();
    if (current === null || current.reopened) {
      this.checkpoints.forget();
      this.isReplaced ||= this.hasWritten;
    }
    return current?.connection ?? null;
  }

  private namingFailures<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (primaryCode(error) === full) throw new ReadStoreFull(this.file.path, { cause: error });
      if (!isDamage(error)) throw error;
      this.file.discard();
      this.checkpoints.forget();
      this.isReplaced ||= this.hasWritten;
      throw new ReadStoreDamaged(this.file.path, { cause: error });
    }
  }
}

const readSetting = (connection: Connection, name: string): JsonObject | null => {
  const row = connection.statement('SELECT value FROM settings WHERE name = ?').get(name);
  return row === undefined ? null : (JSON.parse(String(row['value'])) as JsonObject);
};

/** SQLite's codes for a damaged database: CORRUPT, NOTADB, and a page that no longer exists. */
const damageCodes = new Set([11, 26]);
const shortRead = 522;
const full = 13;

const codeOf = (error: unknown): number => {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code : 0;
};

/** The code without SQLite's extended part. */
const primaryCode = (error: unknown): number => codeOf(error) & 0xff;

const isDamage = (error: unknown): boolean =>
  error instanceof FileDamage || damageCodes.has(primaryCode(error)) || codeOf(error) === shortRead;
