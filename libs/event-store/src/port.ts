import type { NewEvent, Ordinal, Position, RecordedEvent } from '@guildhall/contracts';

/** `'none'`: the stream must not exist yet; a number: its last revision must be exactly this. There is no "any". */
export type ExpectedRevision = 'none' | number;

/** Revision and position of the append's last event. */
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

/** `next`: the last position searched; pass it as `after` to read the next page. `end`: the read reached the head. */
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

/** `caughtUp` comes once, between history and live events; `position` is the last one searched (null: empty log). */
export type SubscriptionItem =
  { kind: 'events'; events: readonly RecordedEvent[] } | { kind: 'caughtUp'; position: Position | null };

export interface Head {
  /** null: the log is empty. */
  position: Position | null;
  /** Number of events in the log; null: the store does not count them, so its readers must. */
  ordinal: Ordinal | null;
}

/** The append-only log. Nothing else is in the port: no tombstone, no stream metadata, no server projection. */
export interface EventStore {
  /** Identity of this log. Read models and clients keep it, to notice that they belong to another log. */
  readonly logId: string;
  /**
   * Stores all events or none, and resolves once they are durable. The same ids at the same expected revision succeed
   * again, with the original answer. Rejects with `WrongExpectedRevision`, `EventTooLarge`, `StoreFull`, `StoreDamaged`, `StoreUnavailable`.
   */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended>;
  readStream(stream: string, read: StreamRead): Promise<RecordedEvent[]>;
  readAll(read: AllRead): Promise<AllPage>;
  head(): Promise<Head>;
  /** History, then live events, without loss or repeat. Ends when the signal aborts; throws if the store is lost. */
  subscribeAll(subscription: Subscription): AsyncIterable<SubscriptionItem>;
  close(): Promise<void>;
}

/** The store's health, for the readiness check and operators. */
export interface StoreHealth {
  writable: boolean;
  /** `sentence` names the position and the remedy; null: no damage found. */
  damage: { position: Position; sentence: string } | null;
  verifiedTo: Position | null;
}
