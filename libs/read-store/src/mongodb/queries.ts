import type { MongoConnection } from '@guildhall/mongodb';
import { checkLimit, cursorAt, readCursor, sortKeys, type SortKey } from '../cursor.js';
import { encode, steps, valueAt, type Encoded } from '../embedded/encoding.js';
import type { Document, Filter, FindOptions, FoundPage } from '../port.js';
import type { Collections } from './collections.js';
import { all, compileFilter, fieldPath, type Query } from './filter-query.js';
import { Lookups } from './lookups.js';
import { compareEncoded, queryAfter, sortOf } from './order-query.js';
import { decodeDocument, type StoredDocument } from './stored-document.js';

/** Excludes tombstones; every query needs it but those by id. */
const notDeleted: Query = { gone: { $exists: false } };

/** Reads documents; a missing collection reads as empty. */
export class Queries {
  private readonly lookups = new Lookups((collection, ids) => this.found(collection, ids));

  constructor(
    private readonly connection: MongoConnection,
    private readonly collections: Collections,
  ) {}

  get(collection: string, id: string): Promise<Document | null> {
    return this.lookups.get(collection, id);
  }

  async getMany(collection: string, ids: readonly string[]): Promise<(Document | null)[]> {
    const found = await this.found(collection, [...new Set(ids)]);
    return ids.map((id) => found.get(id) ?? null);
  }

  async find(collection: string, filter: Filter, { sort, limit, after }: FindOptions): Promise<FoundPage> {
    checkLimit(limit);
    const order = sortKeys(sort);
    const query = all([compileFilter(filter), notDeleted]);
    for (const { field } of order) fieldPath(field);
    const values = after === undefined ? null : readCursor(after, order);
    const isPlain = await this.sortsPlainly(collection, order, values);
    const items = isPlain
      ? await this.sorted(collection, query, order, limit + 1, values)
      : await this.sortedHere(collection, query, order, limit + 1, values);
    const last = items.length > limit ? items[limit - 1] : undefined;
    return last === undefined ? { items, next: null } : { items: items.slice(0, limit), next: cursorAt(last, order) };
  }

  count(collection: string, filter: Filter): Promise<number> {
    const query = all([compileFilter(filter), notDeleted]);
    return this.connection.use(() => this.collections.documents(collection).countDocuments(query));
  }

  /** Whether MongoDB's order equals the port's: the fields are indexed and have only ever held scalars. */
  private async sortsPlainly(
    collection: string,
    order: readonly SortKey[],
    values: readonly Encoded[] | null,
  ): Promise<boolean> {
    const fields = order.map(({ field }) => field).filter((field) => field !== 'id');
    if (fields.length === 0) return true;
    const layout = await this.collections.layout(collection);
    if (layout === null || values?.some(isComposite)) return false;
    const indexed = new Set(layout.indexes.flat());
    return fields.every((field) => indexed.has(field) && !layout.mixed.includes(field));
  }

  private async sorted(
    collection: string,
    query: Query,
    order: readonly SortKey[],
    wanted: number,
    values: readonly Encoded[] | null,
  ): Promise<Document[]> {
    const documents = this.collections.documents(collection);
    const full = values === null ? query : all([query, queryAfter(order, values)]);
    const found = await this.connection.use(() => documents.find(full).sort(sortOf(order)).limit(wanted).toArray());
    return found.map(decodeDocument);
  }

  /** Sorts the keys of all matches here; for fields without an index, or that also hold objects or arrays. */
  private async sortedHere(
    collection: string,
    query: Query,
    order: readonly SortKey[],
    wanted: number,
    values: readonly Encoded[] | null,
  ): Promise<Document[]> {
    const projection = Object.fromEntries(order.map(({ field }): [string, 1] => [fieldPath(field), 1]));
    const paths = order.map(({ field }) => (field === 'id' ? null : steps(field)));
    const matching = (await this.fetch(collection, query, projection)).map((stored) => ({
      id: stored._id,
      keys: paths.map((path) => (path === null ? stored._id : encode(valueAt((stored.d ?? null) as never, path)))),
    }));
    const compare = (one: readonly Encoded[], other: readonly Encoded[]): number => {
      for (const [index, { descending }] of order.entries()) {
        const difference = compareEncoded(one[index] ?? null, other[index] ?? null);
        if (difference !== 0) return descending ? -difference : difference;
      }
      return 0;
    };
    const beyond = values === null ? matching : matching.filter(({ keys }) => compare(keys, values) > 0);
    const page = beyond.sort((one, other) => compare(one.keys, other.keys)).slice(0, wanted);
    const documents = await this.getMany(
      collection,
      page.map(({ id }) => id),
    );
    return documents.filter((document) => document !== null);
  }

  private async found(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Document>> {
    const found = new Map<string, Document>();
    for (const stored of await this.fetch(collection, { _id: { $in: [...ids] } }))
      if (stored.gone === undefined) found.set(stored._id, decodeDocument(stored));
    return found;
  }

  private fetch(collection: string, query: Query, projection?: Record<string, 1>): Promise<StoredDocument[]> {
    const documents = this.collections.documents(collection);
    return this.connection.use(() => documents.find(query, projection === undefined ? {} : { projection }).toArray());
  }
}

const trueOrFalse = 0x30;
const isComposite = (value: Encoded): boolean => value instanceof Uint8Array && (value[0] ?? 0) < trueOrFalse;
