import { upcast as toNewestVersion, type RecordedEvent } from '@guildhall/contracts';
import { logStreamPrefix } from '../log-streams.js';
import type { AllPage, AllRead, EventStore, StreamRead, Subscription, SubscriptionItem } from '../port.js';
import { isCurrent } from './schema-version.js';
import { UpcastEvent, type Upcast } from './upcast-event.js';

/**
 * The same store, whose readers see every event in the newest version of its type. The data of an older event is
 * upcast when a reader looks at it; it throws then if `upcast` does not know the event.
 * Streams about the log itself hold no events of the product and are not upcast.
 */
export const upcasting = (store: EventStore, upcast: Upcast = toNewestVersion): EventStore => {
  const wrapped = (event: RecordedEvent): RecordedEvent => (isCurrent(event) ? event : new UpcastEvent(event, upcast));
  return {
    logId: store.logId,
    append: (stream, events, expected) => store.append(stream, events, expected),
    readStream: async (stream: string, read: StreamRead): Promise<RecordedEvent[]> => {
      const events = await store.readStream(stream, read);
      return stream.startsWith(logStreamPrefix) ? events : events.map(wrapped);
    },
    readAll: async (read: AllRead): Promise<AllPage> => {
      const page = await store.readAll(read);
      return { ...page, events: page.events.map(wrapped) };
    },
    subscribeAll: async function* (subscription: Subscription): AsyncGenerator<SubscriptionItem> {
      for await (const item of store.subscribeAll(subscription))
        yield item.kind === 'events' ? { kind: 'events', events: item.events.map(wrapped) } : item;
    },
    head: () => store.head(),
    close: () => store.close(),
  };
};
