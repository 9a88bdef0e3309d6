import type { JsonObject } from '@guildhall/contracts';
import { durable, MongoConnection, type MongoOptions } from '@guildhall/mongodb';
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

/**
 * Opens the read store in a MongoDB, replica set or not: without transactions, by guarded writes. Documents are written
 * first, each guarded by its position; the checkpoint last and only for the newest lease; all acknowledged by a majority.
 * Rejects with `MongoUnusable` if the database cannot be used; later calls with `MongoUnavailable` while it is
 * unavailable.
 */
export const openMongoReadStore = async (options: MongoOptions): Promise<ReadStore> =>
  new MongoReadStore(await MongoConnection.open(options));

interface Named {
  _id: string;
  /** JSON text, because MongoDB restricts the names of members. */
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
