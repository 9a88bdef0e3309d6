import type { NewEvent, Ordinal, Position, RecordedEvent } from '@guildhall/contracts';

/** `'none'`: the stream must not exist yet; a number: its last revision must be exactly this. There is no "any". */
export type ExpectedRevision = 'none' | number;

/** `revision` and `position` of the last event of the append. */
export interface Appended {
  revision: number;
  position: Position;
}

export interface StreamRead {
  /** Exclusive; absent: from the end that `direction` starts at. */
  after?: number;
  direction: 'forwards' | 'backwards';
  /** At most this many events, 1 to 10 000. */
  limit: number;
}

export interface AllRead {
  /** Exclusive; absent: from the start. */
  after?: Position;
  /** Only streams whose names start with one of these. */
  prefixes?: readonly string[];
  limit: number;
}

/** `next` is the position up to which the log was searched: read on from there. `end`: the head was reached. */
export interface AllPage {
  events: RecordedEvent[];
  next: Position | null;
  end: boolean;
}

export interface Subscription {
  after?: Position;
  prefixes?: readonly string[];
  signal: AbortSignal;
}

/** `caughtUp` comes once, when history is through and live begins; `position` is the last one searched (null: empty log). */
export type SubscriptionItem =
  { kind: 'events'; events: readonly RecordedEvent[] } | { kind: 'caughtUp'; position: Position | null };

export interface Head {
  /** null: the log is empty. */
  position: Position | null;
  /** Number of events in the log; null: this store does not count, and its readers do. */
  ordinal: Ordinal | null;
}

/** The append-only log. Nothing else is in the port: no tombstone, no stream metadata, no server projection. */
export interface EventStore {
  /** Identity of this log; read models and clients of another log are refused by it. */
  readonly logId: string;
  /**
   * All or nothing. Resolves when durable. The same ids again at the same expected revision are a success with the
   * original answer. Rejects with `WrongExpectedRevision`, `EventTooLarge`, `StoreFull`, `StoreDamaged`, `StoreUnavailable`.
   */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended>;
  readStream(stream: string, read: StreamRead): Promise<RecordedEvent[]>;
  readAll(read: AllRead): Promise<AllPage>;
  head(): Promise<Head>;
  /** History first, then live, without loss or repeat. Ends when the signal aborts; throws when the store is lost. */
  subscribeAll(subscription: Subscription): AsyncIterable<SubscriptionItem>;
  close(): Promise<void>;
}

/** The store's health as readiness and operators see it. */
export interface StoreHealth {
  writable: boolean;
  /** A sentence that names the position and the way out; null: nothing found. */
  damage: { position: Position; sentence: string } | null;
  verifiedTo: Position | null;
}
