import { eventText, type ChainedEvent } from '../audit/log-chain.js';
import type { EventStore } from '../port.js';
import { storedForm } from '../upcasting/upcast-event.js';
import { LogCursor } from './log-cursor.js';

/** An event to be moved, with its chained bytes. */
export interface LogEntry {
  event: ChainedEvent;
  text: string;
}

/** A whole log to be moved: from a store up to its present head, or from a file. */
export interface LogSource {
  /** Shown to people: a folder, an address or a file. */
  readonly name: string;
  readonly logId: string;
  /** Number of events; null: not known before the end. */
  readonly count: number | null;
  /** Reads from the start, in log order; may be called again. */
  batches(): AsyncIterable<readonly LogEntry[]>;
}

const batchEvents = 1_000;

/** A store up to its present head, without events appended later. */
export const storeSource = async (name: string, store: EventStore): Promise<LogSource> => {
  const { position, ordinal } = await store.head();
  return {
    name,
    logId: store.logId,
    count: ordinal,
    batches: async function* () {
      const cursor = new LogCursor(store, position);
      for (;;) {
        const events = await cursor.next(batchEvents);
        if (events.length === 0) return;
        yield events.map(storedForm).map((event) => ({ event, text: eventText(event) }));
      }
    },
  };
};
