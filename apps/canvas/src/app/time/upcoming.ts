import { millisecondsOf, type EventItem, type HistoryQuery, type Page } from '@guildhall/contracts';
import { due, type Pace } from './playback.js';

const pageSize = 500;

/** The events after the moment on screen, fetched ahead. */
export class Upcoming {
  private queue: EventItem[] = [];
  private pace: Pace = { lastAt: 0, unspentMs: 0 };
  private from = 0;
  private isFetching = false;
  private generation = 0;

  constructor(private readonly page: (query: HistoryQuery) => Promise<Page<EventItem>>) {}

  get isEmpty(): boolean {
    return this.queue.length === 0;
  }

  get isLow(): boolean {
    return this.queue.length < pageSize / 4;
  }

  /** Starts after the event `ordinal`, recorded at `at`. */
  startAfter(ordinal: number, at: string): void {
    this.generation += 1;
    this.queue = [];
    this.from = ordinal;
    this.pace = { lastAt: millisecondsOf(at), unspentMs: 0 };
  }

  /** Resolves with false when there is nothing after what is known already. */
  async fetch(): Promise<boolean> {
    if (this.isFetching) return true;
    this.isFetching = true;
    const { generation, from } = this;
    try {
      const { items } = await this.page({ up_to: from + pageSize, direction: 'desc', limit: pageSize });
      if (generation !== this.generation) return true;
      const next = items.filter(({ ordinal }) => ordinal > from).reverse();
      this.queue.push(...next);
      this.from = next.at(-1)?.ordinal ?? from;
      return next.length > 0;
    } finally {
      this.isFetching = false;
    }
  }

  next(): EventItem[] {
    return this.queue.splice(0, 1);
  }

  /** The events that are due after `passedMs` more on screen. */
  due(passedMs: number, speed: number): EventItem[] {
    if (this.isEmpty) return [];
    const { count, pace } = due(this.queue, this.pace, passedMs, speed);
    this.pace = pace;
    return this.queue.splice(0, count);
  }
}
