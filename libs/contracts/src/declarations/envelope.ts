import type { Instant, OrganisationId, Position } from '../ids.js';

export type ActorKind = 'operator' | 'workspace' | 'service' | 'channel' | 'schedule' | 'system';

/** Who did it. Comes from the credential, never from a request body. */
export interface ActorRef {
  kind: ActorKind;
  id: string;
  onBehalfOf?: string;
}

/** Everything known about an event besides its fact. `$`-names are the store's own convention for tracing. */
export interface EventMetadata {
  schemaVersion: number;
  commandId: string;
  /** HMAC of the command's body under the organisation's key: distinguishes a repeat from another command with the same key. */
  commandDigest: string;
  /** Time of the append. It wins over the store's own time, so that a moved log keeps its times. */
  recordedAt: Instant;
  $correlationId: string;
  $causationId: string;
  actor: ActorRef;
  org: OrganisationId;
  /** Number of agents the work has passed through. */
  hop: number;
  occurredAt: Instant;
  traceparent?: string;
  /** Id of the event that this one takes back. */
  undoes?: string;
}

/** A fact as a decider states it: type and data only. */
export interface Fact<Type extends string = string, Data = unknown> {
  type: Type;
  data: Data;
}

/** The input of `EventStore.append`. */
export interface NewEvent<Type extends string = string, Data = unknown> extends Fact<Type, Data> {
  /** UUIDv5 of (stream, commandId, index): the same command always makes the same ids. */
  id: string;
  metadata: EventMetadata;
}

/** What the store gives back. `revision` counts from 0 within the stream. */
export interface RecordedEvent<Type extends string = string, Data = unknown> extends NewEvent<Type, Data> {
  stream: string;
  revision: number;
  position: Position;
}
