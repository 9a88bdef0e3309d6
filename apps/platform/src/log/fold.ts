import type { EventType, JsonObject, Ordinal, Position, RecordedEvent } from '@guildhall/contracts';
import { DiscoveryService } from '@nestjs/core';

/** Marks a provider as a fold of the log: the follower finds it in whichever module provides it. */
export const Fold = DiscoveryService.createDecorator();

/** Where the log was read to. */
export interface LogPlace {
  position: Position;
  ordinal: Ordinal;
  recordedAt: string | null;
}

/**
 * State that this process folds from the whole log and keeps in memory: credentials, graphs, mailboxes. It is a
 * disposable copy: a snapshot saves time, never truth.
 */
export interface LogFold {
  readonly name: string;
  /** A snapshot of another version is not used. */
  readonly version: number;
  /** Only events of these types are applied. */
  readonly handles: readonly EventType[];
  /** Names of folds that this one reads while it applies an event: they have applied that event before. */
  readonly after?: readonly string[];
  apply(event: RecordedEvent, ordinal: Ordinal): void;
  toJson(): JsonObject;
  fromJson(json: JsonObject): void;
}

/** The event types that a table of states names. */
export const typesOf = <Type extends EventType>(table: Readonly<Record<Type, unknown>>): readonly Type[] =>
  Object.keys(table) as Type[];

/** Called after all folds have applied the events; `before` is the place of the log before the first of them. */
export type LogListener = (
  events: readonly RecordedEvent[],
  before: { position: Position | null; ordinal: Ordinal },
) => void;
