import { openEventStoreDb, type EventStoreDbStore } from '@guildhall/event-store/eventstoredb';
import { cellsOf, runCell } from './fault-runs.suite.js';
import { faultsOf, faultTable, shortInFlightMs, shortTimes } from './fault-table.suite.js';
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

  it.each(cellsOf(Object.keys(faultTable)))('loses and doubles nothing: $fault × $target', async (cell) => {
    await runCell({ store, faults: faultsOf(own.server) }, cell, 1);
  });
});
