import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { eventStoreContract } from '@guildhall/event-store/contract';
import { withServer } from '../server.suite.js';

eventStoreContract('EventStoreDB adapter over the server for tests', async () => {
  const { server, close } = await withServer({ systemEventEvery: 7 });
  const store = await openEventStoreDb({ url: server.url });
  return {
    store,
    close: async () => {
      await store.close();
      await close();
    },
  };
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
