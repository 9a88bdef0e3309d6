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
  Place,
  ReadStore,
} from '../port.js';
import { BatchWriter } from './batch-writer.js';
import { Checkpoints } from './checkpoints.js';
import { Collections } from './collections.js';
import { Queries } from './queries.js';

/**
 * Opens the read store in a MongoDB, replica set or not: without transactions, by guarded writes. Documents are written
 * first, each guarded by its position; the checkpoints last and only for the newest lease; all acknowledged by a majority.
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

  get(collection: string, id: string): Promise<Document | null> {
    return this.queries.get(collection, id);
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
    this.checkpoints.admit(batch);
    await this.writer.write(batch);
    await this.checkpoints.write(batch);
  }

  checkpoint(projection: string): Promise<Checkpoint | null> {
    return this.checkpoints.read(projection);
  }

  places(): Promise<ReadonlyMap<string, Place>> {
    return this.checkpoints.places();
  }

  async putSettings(values: Readonly<Record<string, JsonObject>>): Promise<void> {
    const operations = Object.entries(values).map(([name, value]) => ({
      updateOne: { filter: { _id: name }, update: { $set: { text: JSON.stringify(value) } }, upsert: true },
    }));
    if (operations.length > 0) await this.connection.use(() => this.named.bulkWrite(operations, durable));
  }

  async settings(names: readonly string[]): Promise<(JsonObject | null)[]> {
    const found = await this.connection.use(() => this.named.find({ _id: { $in: [...names] } }).toArray());
    const texts = new Map(found.map(({ _id, text }) => [_id, text]));
    return names.map((name) => {
      const text = texts.get(name);
      return text === undefined ? null : (JSON.parse(text) as JsonObject);
    });
  }

  async drop(collections: readonly string[], projection: string): Promise<void> {
    for (const collection of collections) await this.collections.drop(collection);
    await this.checkpoints.remove(projection);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private get named() {
    return this.connection.collection<Named>('store.settings');
  }
}
