import { jest } from '@jest/globals';
import type { RecordedEvent } from '@guildhall/contracts';
import { upcasting, type EventStore } from '@guildhall/event-store';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { eventStoreContract } from '@guildhall/event-store/contract';
import { hostsOf } from '../../event-store-process/node-address.js';
import { startedNode } from '../../event-store-process/started-node.suite.js';
import { withServer } from '../server.suite.js';
import { storeOver } from './store-over.suite.js';

const opened = async (): Promise<{ store: EventStore; close(): Promise<void> }> => {
  const { server, close } = await withServer({ systemEventEvery: 7 });
  return storeOver(server.url, close);
};

eventStoreContract('EventStoreDB adapter over the server for tests', opened);

eventStoreContract('upcasting over the EventStoreDB adapter', async () => {
  const { store, close } = await opened();
  const upcast = ({ type }: RecordedEvent): never => {
    throw new Error(`${type} is current and needs no upcast`);
  };
  return { store: upcasting(store, upcast), close };
});

const skipped = (reason: string): void => {
  process.stderr.write(`${reason}\n`);
  it.skip(reason, () => undefined);
};

const url = process.env['GUILDHALL_TEST_EVENTSTORE'];

if (url === undefined) skipped('GUILDHALL_TEST_EVENTSTORE is not set: the adapter is not tried against a running node');
else
  eventStoreContract(`EventStoreDB adapter over ${hostsOf(url)}`, async () => {
    const store = await openEventStoreDb({ url });
    return { store, close: () => store.close() };
  });

if (process.env['GUILDHALL_TEST_EVENTSTORE_COMMAND'] === undefined)
  skipped('GUILDHALL_TEST_EVENTSTORE_COMMAND is not set: the adapter is not tried against a node that it starts');
else {
  // A node may take a minute until it answers.
  jest.setTimeout(90_000);
  eventStoreContract('EventStoreDB adapter over the node of GUILDHALL_TEST_EVENTSTORE_COMMAND', async () => {
    const { node, remove } = await startedNode();
    return storeOver(node.url, remove);
  });
}
