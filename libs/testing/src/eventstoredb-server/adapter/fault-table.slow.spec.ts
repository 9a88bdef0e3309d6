import { cellsOf, runInLanes } from './fault-runs.suite.js';
import { faultsOf, faultTable, shortInFlightMs, shortTimes } from './fault-table.suite.js';
import { storeOver } from './store-over.suite.js';
import { withServer } from '../server.suite.js';

const isDrill = process.env['FULL_DRILL'] === '1';
const runs = isDrill ? 3_000 : 200;
const minutes = 60_000;

/** An unhandled rejection fails the run too: Jest does that. GUILDHALL_FAULT_SEED begins elsewhere; a failure names the seed that brings it back. */
const firstSeed = Number(process.env['GUILDHALL_FAULT_SEED'] ?? 1_000);

it(
  `loses and doubles nothing in ${runs} random runs over the fault table`,
  async () => {
    const done = await runInLanes({ cells: cellsOf(Object.keys(faultTable)), runs, firstSeed }, async () => {
      const { server, close } = await withServer({ systemEventEvery: 5, inFlightMs: shortInFlightMs });
      return { faults: faultsOf(server), ...(await storeOver(server.url, close, shortTimes)) };
    });
    expect(done).toBe(runs);
  },
  (isDrill ? 40 : 10) * minutes,
);
