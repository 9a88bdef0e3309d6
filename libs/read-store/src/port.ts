import type { JsonObject, Ordinal, Position } from '@guildhall/contracts';

export type Scalar = string | number | boolean | null;
export interface Operators {
  $in?: readonly Scalar[];
  $gt?: Scalar;
  $gte?: Scalar;
  $lt?: Scalar;
  $lte?: Scalar;
  $exists?: boolean;
  /** Text that starts with this. */
  $prefix?: string;
}
/** Field names may be dotted paths. Equality for scalars; on an array field, equality means "contains". */
export type Filter = { [field: string]: Scalar | Operators } | { $and: readonly Filter[] } | { $or: readonly Filter[] };

export interface FindOptions {
  /** One or more fields; `id` is always added as the last, so that paging is exact. */
  sort?: readonly { field: string; direction: 'asc' | 'desc' }[];
  /** 1 to 1 000. */
  limit: number;
  /** `next` of the page before. */
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
  /** Position of the last event folded into it: a redelivered older write changes nothing. */
  position: Position;
}
export interface Delete {
  collection: string;
  id: string;
  position: Position;
}

/** How far a projection's documents are durable; whole-state projections resume from `state.position` instead. */
export interface Checkpoint {
  position: Position;
  ordinal: Ordinal;
  /** Of the log it was made from. */
  logId: string;
  state?: { position: Position; ordinal: Ordinal; value: JsonObject };
}
export interface Batch {
  projection: string;
  upserts: readonly Upsert[];
  deletes: readonly Delete[];
  checkpoint: Checkpoint;
  /** Token of the projection's lease; an older one is refused with `LeaseLost`. */
  lease: number;
}

/** `fields` are created in this order; a field may be an array only when it is alone. */
export interface CollectionSpec {
  name: string;
  indexes: readonly { fields: readonly string[] }[];
}

/**
 * Documents that projections keep. When `apply` resolves, documents and checkpoint are durable; the checkpoint is
 * never ahead of the documents; redelivery after a crash at any step converges to the same documents.
 */
export interface ReadStore {
  /** Creates what is missing. `deferIndexes`: for a bulk build, `buildIndexes` follows. */
  ensure(collections: readonly CollectionSpec[], options?: { deferIndexes?: boolean }): Promise<void>;
  buildIndexes(collections: readonly CollectionSpec[]): Promise<void>;
  get(collection: string, id: string): Promise<Document | null>;
  /** In the order of `ids`; null where there is none. */
  getMany(collection: string, ids: readonly string[]): Promise<(Document | null)[]>;
  find(collection: string, filter: Filter, options: FindOptions): Promise<FoundPage>;
  count(collection: string, filter: Filter): Promise<number>;
  apply(batch: Batch): Promise<void>;
  checkpoint(projection: string): Promise<Checkpoint | null>;
  /** Small documents outside of any projection: which version of a view is active. Last write wins. */
  putSetting(name: string, value: JsonObject): Promise<void>;
  setting(name: string): Promise<JsonObject | null>;
  drop(collections: readonly string[], projection: string): Promise<void>;
  close(): Promise<void>;
}

/** A newer holder of the projection's lease has written: stop. */
export class LeaseLost extends Error {
  constructor(projection: string, held: number, current: number) {
    super(`lease ${held} of ${projection} was taken over by ${current}`);
    this.name = 'LeaseLost';
  }
}
