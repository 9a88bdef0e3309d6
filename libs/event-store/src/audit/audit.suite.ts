import type { Position, RecordedEvent } from '@guildhall/contracts';
import type { AllPage, AllRead, EventStore, Subscription, SubscriptionItem } from '../port.js';
import type { ChainCheckpoint, ChainRecord } from './chain-record.js';

/** The event that a lying store shows instead of the stored one; null: it hides the event. */
export type Lie = (event: RecordedEvent) => RecordedEvent | null;

/** A store that lies to readers of the whole log. */
export const lying = (store: EventStore, lie: Lie): EventStore => {
  const shown = (events: readonly RecordedEvent[]): RecordedEvent[] =>
    events.map(lie).filter((event) => event !== null);
  return {
    logId: store.logId,
    append: (stream, events, expected) => store.append(stream, events, expected),
    readStream: (stream, read) => store.readStream(stream, read),
    head: () => store.head(),
    close: () => store.close(),
    readAll: async (read: AllRead): Promise<AllPage> => {
      const page = await store.readAll(read);
      return { ...page, events: shown(page.events) };
    },
    subscribeAll: async function* (subscription: Subscription): AsyncGenerator<SubscriptionItem> {
      for await (const item of store.subscribeAll(subscription))
        yield item.kind === 'events' ? { kind: 'events', events: shown(item.events) } : item;
    },
  };
};

/** A store that hides one stream from readers of the whole log, as a server's adapter does with its own streams. */
export const hiding = (store: EventStore, stream: string): EventStore =>
  lying(store, (event) => (event.stream === stream ? null : event));

/** The log cut off after a position. */
export const cutOff = (store: EventStore, to: Position): EventStore => ({
  ...lying(store, (event) => (event.position <= to ? event : null)),
  head: async () => ({ position: to, ordinal: null }),
});

/** A record whose checkpoints were edited. */
export const edited = (record: ChainRecord, edit: (all: ChainCheckpoint[]) => ChainCheckpoint[]): ChainRecord => {
  const all = async (): Promise<ChainCheckpoint[]> => {
    const found: ChainCheckpoint[] = [];
    for await (const checkpoint of record.list()) found.push({ ...checkpoint });
    return edit(found);
  };
  return {
    last: async () => (await all()).at(-1) ?? null,
    append: (checkpoint) => record.append(checkpoint),
    list: async function* () {
      yield* await all();
    },
  };
};
