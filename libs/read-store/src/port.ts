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
  /** The projection has not written this document before. A hint: the write is the same without it, only slower. */
  isNew?: boolean;
}
export interface Delete {
  collection: string;
  id: string;
  position: Position;
}

/** The documents of a projection are durable up to here. */
export interface Place {
  position: Position;
  ordinal: Ordinal;
  /** Identity of the log that the documents were made from. */
  logId: string;
}
/** A place with the saved state of a whole-state projection, which resumes from `state.position` instead. */
export interface Checkpoint extends Place {
  state?: { position: Position; ordinal: Ordinal; value: JsonObject };
}
/** One write for any number of projections. */
export interface Batch {
  upserts: readonly Upsert[];
  deletes: readonly Delete[];
  /** Where each projection is once the documents are durable, by its name; the others keep their places. */
  checkpoints: Readonly<Record<string, Checkpoint>>;
  /** Token of the lease under which the projections of this store are written; `LeaseLost` if a newer one was used. */
  lease: number;
}

/** An index has its fields in this order; a field may hold arrays only if it is the only one. */
export interface CollectionSpec {
  name: string;
  indexes: readonly { fields: readonly string[] }[];
}

/**
 * The documents of projections. Once `apply` resolves, documents and checkpoints are durable. No checkpoint is ever ahead
 * of its documents, and redelivery after a crash at any step converges to the same documents.
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
  /** A refused batch changes no checkpoint, and no document that is not older than its own event. */
  apply(batch: Batch): Promise<void>;
  checkpoint(projection: string): Promise<Checkpoint | null>;
  /** The places of all projections, without their states. */
  places(): Promise<ReadonlyMap<string, Place>>;
  /** Small documents outside any projection, such as the active version of a view. The last write wins. */
  putSettings(values: Readonly<Record<string, JsonObject>>): Promise<void>;
  /** The settings in the order of `names`; null for a missing one. */
  settings(names: readonly string[]): Promise<(JsonObject | null)[]>;
  drop(collections: readonly string[], projection: string): Promise<void>;
  close(): Promise<void>;
}

/** A newer holder of the lease has written; this one must stop. */
export class LeaseLost extends Error {
  constructor(held: number, current: number) {
    super(`lease ${held} of the projections was taken over by ${current}`);
    this.name = 'LeaseLost';
  }
}
