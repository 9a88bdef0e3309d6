import type { RecordedEvent } from '@guildhall/contracts';
import { canonicalJson } from '../embedded/canonical-json.js';
import { chainStart, chainText, nextLink } from '../embedded/chain/chain.js';
import { storedForm } from '../upcasting/upcast-event.js';

/** How far a chain goes: number of events, and the link there (64 hexadecimal digits). */
export interface ChainValue {
  count: number;
  link: string;
}

/** What of an event is chained: everything but its position, which is the store's own. */
export type ChainedEvent = Omit<RecordedEvent, 'position'>;

/** The bytes of an event that are chained, the same in every store. */
export const eventText = (event: ChainedEvent): string => {
  const { stream, revision, id, type, data, metadata } = storedForm(event);
  return chainText({ stream, revision, id, type, data: canonicalJson(data), metadata: canonicalJson(metadata) });
};

/** The chain over a log, event by event in log order. */
export class LogChain implements ChainValue {
  count: number;
  link: string;

  constructor({ count, link }: ChainValue = { count: 0, link: chainStart }) {
    this.count = count;
    this.link = link;
  }

  /** `text` as `eventText` makes it. */
  add(text: string): void {
    this.link = nextLink(this.link, text);
    this.count += 1;
  }

  get value(): ChainValue {
    return { count: this.count, link: this.link };
  }
}
