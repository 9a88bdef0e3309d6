import type { JsonObject, Ordinal, Position, RecordedEvent } from '@guildhall/contracts';

/**
 * State that this process folds from the whole log and keeps in memory: credentials, graphs, mailboxes. It is a
 * disposable copy: a snapshot saves time, never truth.
 */
export interface LogFold {
  readonly name: string;
  /** A snapshot of another version is not used. */
  readonly version: number;
  apply(event: RecordedEvent, ordinal: Ordinal): void;
  toJson(): JsonObject;
  fromJson(json: JsonObject): void;
}

/** Hears of events after all folds have applied them; `before` is the place of the log before the first of them. */
export type LogListener = (
  events: readonly RecordedEvent[],
  before: { position: Position | null; ordinal: Ordinal },
) => void;
