import type { EventItem, Instant, Ordinal, Position } from '@guildhall/contracts';
import type { Viewer } from './visibility.js';

/** A moment of the log: its three names. */
export interface Place {
  position: Position;
  ordinal: Ordinal;
  at: Instant | null;
}

/** What was recorded before. The history slice implements it. */
export abstract class PastEvents {
  /** Throws POSITION_UNKNOWN when the log has no such position. */
  abstract at(position: Position): Promise<Place>;
  /** The next `limit` events after a place, as far as the viewer may see them. */
  abstract items(viewer: Viewer, after: Place, limit: number): Promise<EventItem[]>;
}
