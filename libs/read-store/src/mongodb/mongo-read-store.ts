import type { JsonObject } from '@guildhall/contracts';
import { durable, MongoConnection, MongoUnusable, type MongoOptions } from '@guildhall/mongodb';
import type {
  Batch,
  Checkpoint,
  CollectionSpec,
  Document,
  Filter,
  FindOptions,
  FoundPage,
  ReadStore,
} from '../port.js';
import { BatchWriter } from './batch-writer.js';
import { Checkpoints } from './checkpoints.js';
import { Collections } from './collections.js';
import { Queries } from './queries.js';

export interface MongoReadStoreOptions extends MongoOptions {
  /** Identity of the log. A database that was filled from another log is refused with `MongoUnusable`. */
  logId?: string;
}

/**
 * The read store in a MongoDB, replica set or not: without transactions, by guarded writes. Documents are written
 * first and each by its position, the checkpoint last and only for the newest lease, all acknowledged by a majority.
 * Rejects with `MongoUnusable` when the database cannot be used; later uses with `MongoUnavailable` while it is away.
 */
export const openMongoReadStore = async ({ logId, ...options }: MongoReadStoreOptions): Promise<ReadStore> => {
  const connection = await MongoConnection.open(options);
  const store = new MongoReadStore(connection);
  try {
    if (logId !== undefined) await store.belongTo(logId, options.database);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

interface Named {
  _id: string;
  /** JSON text: names in it may be anything. */
  text: string;
}

class MongoReadStore implements ReadStore {
  private readonly collections: Collections;
  private readonly checkpoints: Checkpoints;
  private readonly writer: BatchWriter;
  private readonly queries: Queries;

  constructor(private readonly connection: MongoConnection) {
    this.collections = new Collections(connection);
    this.checkpoints = new Checkpoints(connection);
    this.writer = new BatchWriter(connection, this.collections);
    this.queries = new Queries(connection, this.collections);
  }

  async belongTo(logId: string, database: string): Promise<void> {
    const facts = this.connection.collection<Named>('store.facts');
    const text = JSON.stringify(logId);
    const kept = await this.connection.use(() =>
      facts.findOneAndUpdate(
        { _id: 'logId' },
        { $setOnInsert: { text } },
        { upsert: true, returnDocument: 'after', ...durable },
      ),
    );
    if (kept !== null && kept.text !== text) {
      throw new MongoUnusable(
        `the database ${database} holds the views of another log (${kept.text}, and this is ${text}): ` +
          'name another database, or drop it to have the views built again',
      );
    }
  }

  async ensure(collections: readonly CollectionSpec[], options: { deferIndexes?: boolean } = {}): Promise<void> {
    for (const spec of collections) await this.collections.ensure(spec, options.deferIndexes ?? false);
  }

  async buildIndexes(collections: readonly CollectionSpec[]): Promise<void> {
    for (const spec of collections) await this.collections.build(spec);
  }

  async get(collection: string, id: string): Promise<Document | null> {
    return (await this.queries.getMany(collection, [id]))[0] ?? null;
  }

  getMany(collection: string, ids: readonly string[]): Promise<(Document | null)[]> {
    return this.queries.getMany(collection, ids);
  }

  find(collection: string, filter: Filter, options: FindOptions): Promise<FoundPage> {
    return this.queries.find(collection, filter, options);
  }

  async count(collection: string, filter: Filter): Promise<number> {
    return this.queries.count(collection, filter);
  }

  async apply(batch: Batch): Promise<void> {
    const before = await this.checkpoints.admit(batch);
    await this.writer.write(batch);
    await this.checkpoints.write(batch, before);
  }

  checkpoint(projection: string): Promise<Checkpoint | null> {
    return this.checkpoints.read(projection);
  }

  async putSetting(name: string, value: JsonObject): Promise<void> {
    const change = { $set: { text: JSON.stringify(value) } };
    const options = { upsert: true, ...durable };
    await this.connection.use(() => this.settings.updateOne({ _id: name }, change, options));
  }

  async setting(name: string): Promise<JsonObject | null> {
    const found = await this.connection.use(() => this.settings.findOne({ _id: name }));
    return found === null ? null : (JSON.parse(found.text) as JsonObject);
  }

  async drop(collections: readonly string[], projection: string): Promise<void> {
    for (const collection of collections) await this.collections.drop(collection);
    await this.checkpoints.remove(projection);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private get settings() {
    return this.connection.collection<Named>('store.settings');
  }
}
