import type { RecordedEvent } from '@guildhall/contracts';
import { upcasting, type EventStore } from '@guildhall/event-store';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { eventStoreContract } from '@guildhall/event-store/contract';
import { withServer } from '../server.suite.js';

const opened = async (): Promise<{ store: EventStore; close(): Promise<void> }> => {
  const { server, close } = await withServer({ systemEventEvery: 7 });
  const store = await openEventStoreDb({ url: server.url });
  return {
    store,
    close: async () => {
      await store.close();
      await close();
    },
  };
};

eventStoreContract('EventStoreDB adapter over the server for tests', opened);

eventStoreContract('upcasting over the EventStoreDB adapter', async () => {
  const { store, close } = await opened();
  const upcast = ({ type }: RecordedEvent): never => {
    throw new Error(`${type} is current and needs no upcast`);
  };
  return { store: upcasting(store, upcast), close };
});

const url = process.env['GUILDHALL_TEST_EVENTSTORE'];

if (url === undefined) {
  const reason = 'GUILDHALL_TEST_EVENTSTORE is not set: the adapter is not tried against a real node';
  process.stderr.write(`${reason}\n`);
  it.skip(reason, () => undefined);
} else {
  eventStoreContract(`EventStoreDB adapter over ${new URL(url).host}`, async () => {
    const store = await openEventStoreDb({ url });
    return { store, close: () => store.close() };
  });
}
