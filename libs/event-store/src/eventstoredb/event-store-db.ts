import { EventStoreDBClient, START } from '@eventstore/db-client';
import type { NewEvent, RecordedEvent } from '@guildhall/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  AllPage,
  AllRead,
  Appended,
  EventStore,
  ExpectedRevision,
  Head,
  StoreHealth,
  StreamRead,
  Subscription,
  SubscriptionItem,
} from '../port.js';
import { Appender } from './append/appender.js';
import { defaultTimes, type CallTimes } from './connection/call-times.js';
import { Calls, collected } from './connection/calls.js';
import { insideOf } from './connection/client.js';
import { Contact } from './connection/contact.js';
import { follow } from './reading/follow.js';
import { logIdentity } from './reading/log-identity.js';
import { LogReader } from './reading/log-reader.js';
import { SharedClient } from './connection/shared-client.js';
import { requireUsable } from './connection/usable.js';

export interface EventStoreDbOptions {
  /** Connection string, as `esdb://user:password@host:2113?tlsCAFile=…`. */
  url: string;
  /** Time limits in milliseconds; for tests. */
  times?: Partial<CallTimes>;
}
export type EventStoreDbStore = EventStore & { health(): StoreHealth };

/**
 * Opens the log in an EventStoreDB or KurrentDB. Throws `EventStoreUnusable` if address, user, TLS or version is wrong,
 * and `StoreUnavailable` if no store answers.
 */
export const openEventStoreDb = async ({ url, times: given = {} }: EventStoreDbOptions): Promise<EventStoreDbStore> => {
  const times = { ...defaultTimes, ...given };
  const shared = SharedClient.acquire(url);
  try {
    await requireUsable(shared.client, url, times);
    const store = new EventStoreDb(shared, times);
    await store.identify();
    return store;
  } catch (error) {
    await shared.release(times.close);
    throw error;
  }
};

class EventStoreDb implements EventStoreDbStore {
  logId = '';
  private readonly client: EventStoreDBClient;
  private readonly closing = new AbortController();
  private readonly contact: Contact;
  private readonly appender: Appender;
  private readonly reader: LogReader;

  constructor(
    private readonly shared: SharedClient,
    private readonly times: CallTimes,
  ) {
    const { client } = shared;
    this.client = client;
    this.contact = new Contact(
      async () => void (await collected(() => client.readAll({ fromPosition: START, maxCount: 1 }), times.call)),
      times,
    );
    this.appender = new Appender(insideOf(client), this.contact, times);
    this.reader = new LogReader(client, new Calls(this.contact, times, this.closing.signal));
  }

  async identify(): Promise<void> {
    this.logId = await logIdentity(this.reader, this.appender);
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return this.appender.append(stream, events, expected);
  }

  readStream(stream: string, read: StreamRead): Promise<RecordedEvent[]> {
    return this.reader.readStream(stream, read);
  }

  readAll(read: AllRead): Promise<AllPage> {
    return this.reader.readAll(read);
  }

  head(): Promise<Head> {
    return this.reader.head();
  }

  /** Resumes by itself after the store was unavailable; until then `health` shows it. */
  subscribeAll(subscription: Subscription): AsyncIterable<SubscriptionItem> {
    const { client, contact, times } = this;
    return follow({ client, contact, times, closing: this.closing.signal }, subscription);
  }

  health(): StoreHealth {
    return this.contact.health();
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    await this.appender.close(this.times.close);
    this.closing.abort();
    this.contact.close();
    await wait(0);
    await this.shared.release(this.times.close);
  }
}
