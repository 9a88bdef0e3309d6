import type { RecordedEvent } from '@guildhall/contracts';
import type {
  AllPage,
  AllRead,
  Appended,
  EventStore,
  Head,
  Subscription,
  SubscriptionItem,
} from '@guildhall/event-store';

/** A log in memory whose events are written by a story. */
export class MemoryLog implements EventStore {
  readonly events: RecordedEvent[] = [];
  private waiting: (() => void)[] = [];

  constructor(public logId = 'log-1') {}

  write(events: readonly RecordedEvent[]): void {
    this.events.push(...events);
    this.wake();
  }

  async readAll({ after, limit }: AllRead): Promise<AllPage> {
    const from = after === undefined ? 0 : this.events.findIndex((event) => event.position > after);
    const events = from === -1 ? [] : this.events.slice(from, from + limit);
    const last = events.at(-1)?.position ?? after ?? null;
    return { events, next: last, end: last === (this.events.at(-1)?.position ?? null) };
  }

  async head(): Promise<Head> {
    return { position: this.events.at(-1)?.position ?? null, ordinal: this.events.length };
  }

  async *subscribeAll({ after, signal }: Subscription): AsyncIterable<SubscriptionItem> {
    let position = after;
    let caughtUp = false;
    signal.addEventListener('abort', () => this.wake());
    while (!signal.aborted) {
      const page = await this.readAll({ ...(position === undefined ? {} : { after: position }), limit: 100 });
      if (page.events.length > 0) yield { kind: 'events', events: page.events };
      position = page.next ?? undefined;
      if (!page.end) continue;
      if (!caughtUp) yield { kind: 'caughtUp', position: page.next };
      caughtUp = true;
      if (position === this.events.at(-1)?.position && !signal.aborted) {
        await new Promise<void>((resolve) => this.waiting.push(resolve));
      }
    }
  }

  append(): Promise<Appended> {
    return Promise.reject(new Error('a story writes this log'));
  }

  readStream(): Promise<RecordedEvent[]> {
    return Promise.reject(new Error('projections do not read streams'));
  }

  async close(): Promise<void> {}

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
