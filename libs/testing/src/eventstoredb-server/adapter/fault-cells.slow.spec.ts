import { openEventStoreDb, type EventStoreDbStore } from '@guildhall/event-store/eventstoredb';
import { faultTable, runCell, shortInFlightMs, shortTimes, targets } from './fault-table.suite.js';
import { withServer, type OwnServer } from '../server.suite.js';

describe('the fault table of the EventStoreDB adapter', () => {
  let own: OwnServer;
  let store: EventStoreDbStore;

  beforeAll(async () => {
    own = await withServer({ systemEventEvery: 5, inFlightMs: shortInFlightMs });
    store = await openEventStoreDb({ url: own.server.url, times: shortTimes });
  });
  afterAll(async () => {
    await store.close();
    await own.close();
  });

  const cells = Object.keys(faultTable).flatMap((fault) => Object.keys(targets).map((target) => [fault, target]));

  it.each(cells)('loses and doubles nothing: %s × %s', async (fault = '', target = '') => {
    await runCell({ store, server: own.server }, { fault, target, seeds: [1] });
  });
});
