import type { RecordedEvent } from '@guildhall/contracts';
import { canonicalJson } from '../embedded/canonical-json.js';
import { chainStart, chainText, nextLink } from '../embedded/chain/chain.js';
import { storedForm } from '../upcasting/upcast-event.js';

/** The chain over the first `count` events: its last link, 64 hexadecimal digits. */
export interface ChainValue {
  count: number;
  link: string;
}

/** The chained part of an event: all but its position, which differs between stores. */
export type ChainedEvent = Omit<RecordedEvent, 'position'>;

/** The bytes of an event that the chain covers: the same in every store. */
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

  /** `text` comes from `eventText`. */
  add(text: string): void {
    this.link = nextLink(this.link, text);
    this.count += 1;
  }

  get value(): ChainValue {
    return { count: this.count, link: this.link };
  }
}
