import type { CallTimes } from '@guildhall/event-store/eventstoredb';
import { setTimeout as wait } from 'node:timers/promises';
import type { SeededRandom } from '../../builders/seeded-random.js';
import type { EventStoreDbServer } from '../index.js';
import { between, type Faults } from './fault-runs.suite.js';

/** Short, but in the same proportions as the usual ones: a call waits longer than a retry in flight is held up. */
export const shortTimes: CallTimes = {
  call: 120,
  retryAfter: 80,
  giveUp: 2_000,
  unavailable: 300,
  pause: 3,
  maxPause: 30,
  open: 5_000,
  close: 500,
};
export const shortInFlightMs = 50;

type Fault = (server: EventStoreDbServer, random: SeededRandom) => Promise<void>;

const during = async (ms: number, server: EventStoreDbServer): Promise<void> => {
  await wait(ms);
  server.faults.heal();
};

/** Each fault begins, lasts for a while where that applies, and ends. */
export const faultTable: Record<string, Fault> = {
  drop: async ({ faults }) => faults.drop(),
  unavailable: (server, random) => {
    server.faults.unavailable();
    return during(between(random, 5, 80), server);
  },
  'not ready': (server, random) => {
    server.faults.notReady();
    return during(between(random, 5, 80), server);
  },
  'reset at shutdown': async ({ faults }) => faults.reset(),
  'late answer': (server, random) => {
    server.faults.delay({ ms: between(random, 10, 220), times: between(random, 1, 8) });
    return during(100, server);
  },
  'late commit': (server, random) => {
    server.faults.delay({ ms: between(random, 10, 220), times: between(random, 1, 4), at: 'commit' });
    return during(100, server);
  },
  freeze: (server, random) => {
    server.faults.freeze();
    return during(between(random, 5, 200), server);
  },
  'slow consumer': async ({ faults }) => faults.slowConsumer(),
  restart: (server) => server.restart(),
};

/** The table for one server. */
export const faultsOf = (server: EventStoreDbServer): Faults =>
  Object.fromEntries(Object.entries(faultTable).map(([name, fault]) => [name, (random) => fault(server, random)]));
