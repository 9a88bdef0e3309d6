import type { JsonObject } from '@guildhall/contracts';
import type { LogFollower } from '../log/log-follower.js';
import type { Stores } from '../stores/stores.js';
import { Readiness } from './readiness.js';

type Status = JsonObject | null;

/** Readiness over a log whose head was there at the start, with the same status of every view. */
const statusOf = async (head: string | null, status: Status): Promise<string> => {
  const events = { head: async () => ({ position: head }), health: () => ({ writable: true, damage: null }) };
  const reads = { settings: async (names: readonly string[]) => names.map(() => status) };
  const follower = { failure: null, caughtUp: true, position: head, ordinal: 0 } as unknown as LogFollower;
  const readiness = new Readiness({ events, reads } as unknown as Pick<Stores, 'events' | 'reads'>, follower);
  await readiness.begin();
  return (await readiness.view()).status;
};

describe('an installation is ready when its lists answer', () => {
  it.each<[what: string, head: string | null, status: Status, ready: string]>([
    ['the first start, before a view was read', null, null, 'starting'],
    ['the first start, when all views were', null, { state: 'running', position: '1', ordinal: 1 }, 'ready'],
    ['a view that is behind', '9', { state: 'running', position: '8', ordinal: 8 }, 'starting'],
    ['a view that is at the head', '9', { state: 'running', position: '9', ordinal: 9 }, 'ready'],
    ['a view that stopped behind', '9', { state: 'stopped', position: '8', ordinal: 8 }, 'ready'],
    ['a view that stopped before its first event', '9', { state: 'stopped' }, 'starting'],
  ])('%s', async (_what, head, status, ready) => {
    expect(await statusOf(head, status)).toBe(ready);
  });
});
