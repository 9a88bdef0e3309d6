import type { Id, Position } from '../ids.js';

/** Part of the answer to every command: the events it appended; the last of them is what an undo names. */
export interface CommandAnswer {
  /** Of its last event; a query that passes it as `min_position` sees them all. Empty: nothing changed yet. */
  position: Position;
  event_ids: Id[];
}

/** Page of any list: `next` goes into `?after=`; null: this was the last page. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}
