import type { Position, RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '../port.js';

/** Reads a log from its start up to a position (inclusive; null: nothing), as many events at a time as asked for. */
export class LogCursor {
  private after: Position | null = null;
  private isThrough: boolean;

  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly to: Position | null,
  ) {
    this.isThrough = to === null;
  }

  /** Exactly `count` events (1 to 10 000), fewer only where the log ends. */
  async take(count: number): Promise<RecordedEvent[]> {
    const taken: RecordedEvent[] = [];
    while (taken.length < count && !this.isThrough) {
      const after = this.after === null ? {} : { after: this.after };
      const page = await this.store.readAll({ ...after, limit: count - taken.length });
      for (const event of page.events) if (event.position <= (this.to ?? '')) taken.push(event);
      this.after = page.next;
      this.isThrough = page.end || page.next === null || page.next >= (this.to ?? '');
    }
    return taken;
  }
}
