import { durable, isDuplicate, type MongoConnection } from '@guildhall/mongodb';
import type { Collection } from 'mongodb';
import { steps } from '../embedded/encoding.js';
import type { CollectionSpec } from '../port.js';
import { fieldPath } from './filter-query.js';
import { buildIndexes, type Index } from './indexes.js';
import type { StoredDocument } from './stored-document.js';

/** The layout of a collection. The database keeps it, so that every process sees the same. */
export interface Layout {
  indexes: Index[];
  /** Indexed fields that once held an object or an array: MongoDB sorts those by their content. */
  mixed: string[];
  built: boolean;
}
interface StoredLayout {
  _id: string;
  /** Each as a JSON list of its fields. */
  indexes: string[];
  mixed: string[];
  built: boolean;
}

/** Milliseconds to keep a layout that a sorted page needs; changes by others show after it. */
const readCacheMs = 1_000;
/** A write only has to know that the collection is there: who writes makes its other changes by this very handle. */
const writeCacheMs = 10_000;

/** The collections of a read store, and which of their fields are indexed. */
export class Collections {
  private readonly layouts: Collection<StoredLayout>;
  private readonly kept = new Map<string, { layout: Layout; readAt: number }>();

  constructor(private readonly connection: MongoConnection) {
    this.layouts = connection.collection<StoredLayout>('store.collections');
  }

  documents(name: string): Collection<StoredDocument> {
    return this.connection.collection<StoredDocument>(`documents.${name}`);
  }

  /** For a reader. Null: no such collection. */
  layout(name: string): Promise<Layout | null> {
    return this.recent(name, readCacheMs);
  }

  /** For a writer. Null: no such collection. */
  writable(name: string): Promise<Layout | null> {
    return this.recent(name, writeCacheMs);
  }

  private async recent(name: string, maxAgeMs: number): Promise<Layout | null> {
    const kept = this.kept.get(name);
    if (kept !== undefined && performance.now() - kept.readAt < maxAgeMs) return kept.layout;
    // All of them at once: whoever needs one soon needs the others.
    const found = await this.connection.use(() => this.layouts.find({}).toArray());
    this.kept.clear();
    for (const layout of found) this.keep(layout);
    return this.kept.get(name)?.layout ?? null;
  }

  /** Creates the missing parts. `deferred`: a new collection gets its indexes from `build`. */
  async ensure(spec: CollectionSpec, deferred: boolean): Promise<void> {
    for (const field of spec.indexes.flatMap(({ fields }) => fields)) steps(field);
    const before = await this.connection.use(() => this.layouts.findOne({ _id: spec.name }));
    if (before === null) await this.create(spec.name, !deferred);
    const indexes = spec.indexes.map(({ fields }) => JSON.stringify(fields));
    const layout = await this.change(spec.name, { $addToSet: { indexes: { $each: indexes } } });
    if (layout === null) throw new Error(`the collection ${spec.name} was dropped while it was created`);
    const known = new Set(before?.indexes);
    const added = spec.indexes.filter(({ fields }) => !known.has(JSON.stringify(fields)));
    if (before !== null)
      await this.findMixed(
        spec.name,
        added.flatMap(({ fields }) => fields),
      );
    if (layout.built) await buildIndexes(this.connection, this.documents(spec.name), layout.indexes);
  }

  async build(spec: CollectionSpec): Promise<void> {
    await this.ensure(spec, true);
    const layout = await this.change(spec.name, { $set: { built: true } });
    if (layout !== null) await buildIndexes(this.connection, this.documents(spec.name), layout.indexes);
  }

  async noteMixed(name: string, fields: readonly string[]): Promise<void> {
    if (fields.length > 0) await this.change(name, { $addToSet: { mixed: { $each: [...fields] } } });
  }

  async drop(name: string): Promise<void> {
    this.kept.delete(name);
    await this.connection.use(() => this.layouts.deleteOne({ _id: name }, durable));
    await this.connection.use(() => this.documents(name).drop(durable).catch(missingIsNone));
  }

  /** Removes the remains of an earlier collection of this name before the first write. */
  private async create(name: string, built: boolean): Promise<void> {
    await this.connection.use(() => this.documents(name).drop(durable).catch(missingIsNone));
    const fresh: StoredLayout = { _id: name, indexes: [], mixed: [], built };
    try {
      await this.connection.use(() => this.layouts.insertOne(fresh, durable));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  private async findMixed(name: string, fields: readonly string[]): Promise<void> {
    const mixed: string[] = [];
    for (const field of new Set(fields)) {
      const path = fieldPath(field);
      const query = { $or: [{ [path]: { $type: 'object' } }, { [path]: { $type: 'array' } }] };
      const found = await this.connection.use(() => this.documents(name).findOne(query, { projection: { _id: 1 } }));
      if (found !== null) mixed.push(field);
    }
    await this.noteMixed(name, mixed);
  }

  private async change(name: string, change: object): Promise<Layout | null> {
    const changed = await this.connection.use(() =>
      this.layouts.findOneAndUpdate({ _id: name }, change, { ...durable, returnDocument: 'after' }),
    );
    return changed === null ? null : this.keep(changed);
  }

  private keep({ _id, indexes, mixed, built }: StoredLayout): Layout {
    const layout: Layout = { indexes: indexes.map((fields) => JSON.parse(fields) as string[]), mixed, built };
    this.kept.set(_id, { layout, readAt: performance.now() });
    return layout;
  }
}

const namespaceNotFound = 26;

/** A server for tests reports a missing collection without the code. */
const missingIsNone = (error: { code?: unknown; message: string }): boolean => {
  if (error.code === namespaceNotFound || error.message.includes('ns not found')) return false;
  throw error;
};
