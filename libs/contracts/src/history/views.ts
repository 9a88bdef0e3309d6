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

/** Page of any list: `next` goes into `?after=`; null: this was the last page. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}
