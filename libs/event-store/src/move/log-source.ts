import { eventText, type ChainedEvent } from '../audit/log-chain.js';
import type { EventStore } from '../port.js';
import { storedForm } from '../upcasting/upcast-event.js';
import { LogCursor } from './log-cursor.js';

/** An event on its way, with the bytes that the chain is made of. */
export interface LogEntry {
  event: ChainedEvent;
  text: string;
}

/** A whole log to be moved: a store as it is now, or a file. */
export interface LogSource {
  /** As people know it: a folder, an address, a file. */
  readonly name: string;
  readonly logId: string;
  /** Number of events; null: not known before the end. */
  readonly count: number | null;
  /** From the start, in log order; may be called again. */
  batches(): AsyncIterable<readonly LogEntry[]>;
}

const batchEvents = 1_000;

/** A store up to its present head; what is appended later is left out. */
export const storeSource = async (name: string, store: EventStore): Promise<LogSource> => {
  const { position, ordinal } = await store.head();
  return {
    name,
    logId: store.logId,
    count: ordinal,
    batches: async function* () {
      const cursor = new LogCursor(store, position);
      for (;;) {
        const events = await cursor.take(batchEvents);
        if (events.length === 0) return;
        yield events.map(storedForm).map((event) => ({ event, text: eventText(event) }));
      }
    },
  };
};
