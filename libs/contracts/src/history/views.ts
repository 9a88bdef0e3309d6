import type { ActorRef, EventMetadata } from '../declarations/envelope.js';
import type { Instant, Ordinal, Position } from '../ids.js';

/** An event as it is shown: in live frames and in `GET /history`. */
export interface EventItem {
  position: Position;
  ordinal: Ordinal;
  id: string;
  type: string;
  stream: string;
  revision: number;
  recordedAt: Instant;
  actor: ActorRef;
  data: Record<string, unknown>;
  metadata: EventMetadata;
}

/** One of the three names of a moment; none: now. */
export interface Moment {
  position?: Position;
  ordinal?: Ordinal;
  at?: Instant;
}
/** A moment of the log with all its names. */
export interface LogEnd {
  position: Position;
  ordinal: Ordinal;
  at: Instant;
}
/** `GET /history/range`: first and last moment of the log, and the number of events in each slice of the time between. */
export interface HistoryRangeView {
  first: LogEnd | null;
  last: LogEnd | null;
  density: { at: Instant; count: number }[];
}
