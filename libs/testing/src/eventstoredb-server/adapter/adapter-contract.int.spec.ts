import type { RecordedEvent } from '@guildhall/contracts';
import { upcasting, type EventStore } from '@guildhall/event-store';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { eventStoreContract } from '@guildhall/event-store/contract';
import { isNodeNamed } from '../../installation/event-store-command.js';
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

/** A node that runs already, perhaps of three hosts; its address may hold a password. */
const url = process.env['GUILDHALL_TEST_EVENTSTORE'];

if (url !== undefined)
  eventStoreContract('EventStoreDB adapter over the node of GUILDHALL_TEST_EVENTSTORE', async () => {
    const store = await openEventStoreDb({ url });
    return { store, close: () => store.close() };
  });
else if (!isNodeNamed()) {
  const reason =
    'no variable names a node (docs/reference/not-verified.md): the adapter is not tried against a real one';
  process.stderr.write(`${reason}\n`);
  it.skip(reason, () => undefined);
}
