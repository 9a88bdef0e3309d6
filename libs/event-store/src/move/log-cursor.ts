import type { Position, RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '../port.js';

/** Reads a log from its start up to a position (inclusive; null: reads nothing), `next(count)` events at a time. */
export class LogCursor {
  private after: Position | null = null;
  private isThrough: boolean;

  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly to: Position | null,
  ) {
    this.isThrough = to === null;
  }

  /** Reads exactly `count` events (1 to 10 000), fewer only at the end of the log. */
  async next(count: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    while (events.length < count && !this.isThrough) {
      const after = this.after === null ? {} : { after: this.after };
      const page = await this.store.readAll({ ...after, limit: count - events.length });
      for (const event of page.events) if (event.position <= (this.to ?? '')) events.push(event);
      this.after = page.next;
      this.isThrough = page.end || page.next === null || page.next >= (this.to ?? '');
    }
    return events;
  }
}
