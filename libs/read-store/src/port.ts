import type { JsonObject, Ordinal, Position } from '@guildhall/contracts';

export type Scalar = string | number | boolean | null;
export interface Operators {
  $in?: readonly Scalar[];
  $gt?: Scalar;
  $gte?: Scalar;
  $lt?: Scalar;
  $lte?: Scalar;
  $exists?: boolean;
  /** Matches text that starts with this. */
  $prefix?: string;
}
/** Field names may be dotted paths. Equality for scalars; on an array field, equality means "contains". */
export type Filter = { [field: string]: Scalar | Operators } | { $and: readonly Filter[] } | { $or: readonly Filter[] };

export interface FindOptions {
  /** One or more fields; `id` is always added as the last one, so that paging is exact. */
  sort?: readonly { field: string; direction: 'asc' | 'desc' }[];
  /** 1 to 1 000. */
  limit: number;
  /** `next` of the previous page. */
  after?: string;
}
export interface FoundPage {
  items: Document[];
  next: string | null;
}

/** JSON only. `id` is the key within the collection. */
export interface Document extends JsonObject {
  id: string;
}
export interface Upsert {
  collection: string;
  document: Document;
  /** Position of the last event folded into the document; a redelivered older write changes nothing. */
  position: Position;
}
export interface Delete {
  collection: string;
  id: string;
  position: Position;
}

/** A projection's documents are durable up to here. Whole-state projections resume from `state.position` instead. */
export interface Checkpoint {
  position: Position;
  ordinal: Ordinal;
  /** Identity of the log that the documents were made from. */
  logId: string;
  state?: { position: Position; ordinal: Ordinal; value: JsonObject };
}
export interface Batch {
  projection: string;
  upserts: readonly Upsert[];
  deletes: readonly Delete[];
  checkpoint: Checkpoint;
  /** Token of the projection's lease; an older token is refused with `LeaseLost`. */
  lease: number;
}

/** An index has its fields in this order; a field may hold arrays only if it is the only one. */
export interface CollectionSpec {
  name: string;
  indexes: readonly { fields: readonly string[] }[];
}

/**
 * The documents of projections. Once `apply` resolves, documents and checkpoint are durable. The checkpoint is never
 * ahead of the documents, and redelivery after a crash at any step converges to the same documents.
 */
export interface ReadStore {
  /** Creates missing collections and indexes. `deferIndexes`: leaves the indexes to `buildIndexes`, for a bulk build. */
  ensure(collections: readonly CollectionSpec[], options?: { deferIndexes?: boolean }): Promise<void>;
  buildIndexes(collections: readonly CollectionSpec[]): Promise<void>;
  get(collection: string, id: string): Promise<Document | null>;
  /** The documents in the order of `ids`; null for a missing one. */
  getMany(collection: string, ids: readonly string[]): Promise<(Document | null)[]>;
  find(collection: string, filter: Filter, options: FindOptions): Promise<FoundPage>;
  count(collection: string, filter: Filter): Promise<number>;
  apply(batch: Batch): Promise<void>;
  checkpoint(projection: string): Promise<Checkpoint | null>;
  /** A small document outside any projection, such as the active version of a view. The last write wins. */
  putSetting(name: string, value: JsonObject): Promise<void>;
  setting(name: string): Promise<JsonObject | null>;
  drop(collections: readonly string[], projection: string): Promise<void>;
  close(): Promise<void>;
}

/** A newer holder of the projection's lease has written; this one must stop. */
export class LeaseLost extends Error {
  constructor(projection: string, held: number, current: number) {
    super(`lease ${held} of ${projection} was taken over by ${current}`);
    this.name = 'LeaseLost';
  }
}
