import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { faultTable, runCell, shortInFlightMs, shortTimes, targets } from './fault-table.suite.js';
import { withServer } from '../server.suite.js';

const isDrill = process.env['FULL_DRILL'] === '1';
const runs = isDrill ? 3_000 : 200;
const lanes = 3;
const minutes = 60_000;

/** An unhandled rejection fails the run too: Jest does that. GUILDHALL_FAULT_SEED begins elsewhere; a failure names the seed that brings it back. */
const firstSeed = Number(process.env['GUILDHALL_FAULT_SEED'] ?? 1_000);

it(
  `loses and doubles nothing in ${runs} random runs over the fault table`,
  async () => {
    const cells = Object.keys(faultTable).flatMap((fault) => Object.keys(targets).map((target) => ({ fault, target })));
    let next = 0;
    const lane = async (): Promise<void> => {
      const { server, close } = await withServer({ systemEventEvery: 5, inFlightMs: shortInFlightMs });
      const store = await openEventStoreDb({ url: server.url, times: shortTimes });
      try {
        while (next < runs) {
          const cell = cells[next % cells.length];
          next += 1;
          if (cell !== undefined) await runCell({ store, server }, { ...cell, seeds: [firstSeed + next] });
        }
      } catch (error) {
        next = runs + 1;
        throw error;
      } finally {
        await store.close();
        await close();
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    expect(next).toBe(runs);
  },
  (isDrill ? 40 : 10) * minutes,
);
