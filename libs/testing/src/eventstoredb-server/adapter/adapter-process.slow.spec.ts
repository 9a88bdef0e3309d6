import { jest } from '@jest/globals';
import { StoreUnavailable } from '@guildhall/event-store';
import { anEvent, nameOf } from '@guildhall/event-store/contract-events';
import { openEventStoreDb, type EventStoreDbStore } from '@guildhall/event-store/eventstoredb';
import { setTimeout as wait } from 'node:timers/promises';
import type { EventStoreProcess } from '../../event-store-process/event-store-process.js';
import { startedNode, type StartedNode } from '../../event-store-process/started-node.suite.js';
import { until } from '../../installation/until.js';

// A real node takes a while to start.
jest.setTimeout(120_000);

const lanes = 64;
/** Together more than a connection takes without a reader: the client has to hold writes back. */
const eventBytes = 8_000;

describe('the adapter with a server that is stopped and killed', () => {
  let own: StartedNode;
  let server: EventStoreProcess;
  let store: EventStoreDbStore;

  beforeAll(async () => {
    own = await startedNode();
    server = own.node;
    const times = { call: 400, retryAfter: 500, unavailable: 300, pause: 10, maxPause: 100 };
    store = await openEventStoreDb({ url: server.url, times });
  });
  afterAll(async () => {
    await store.close();
    await own.remove();
  });

  // An unhandled rejection fails the test too: Jest does that.
  it('loses and doubles nothing, and leaves nothing unhandled', async () => {
    const acknowledged = Array.from({ length: lanes }, () => 0);
    const count = (): number => acknowledged.reduce((sum, one) => sum + one, 0);
    let isOver = false;
    const lane = async (_: unknown, index: number): Promise<void> => {
      while (!isOver) {
        const revision = acknowledged[index] ?? 0;
        const event = anEvent(`${index}/${revision}`, eventBytes);
        for (let isStored = false; !isStored;) {
          try {
            await store.append(`lane-${index}`, [event], revision === 0 ? 'none' : revision - 1);
            isStored = true;
          } catch (error) {
            if (!(error instanceof StoreUnavailable)) throw error;
          }
        }
        acknowledged[index] = revision + 1;
      }
    };
    const stop = new AbortController();
    const followed: string[] = [];
    const following = (async () => {
      for await (const item of store.subscribeAll({ prefixes: ['lane-'], signal: stop.signal }))
        if (item.kind === 'events') followed.push(...item.events.map(nameOf));
    })();
    const writing = Promise.all(Array.from({ length: lanes }, lane));

    await until('the first appends', () => count() > 200);
    await server.freeze();
    await wait(1_200);
    await server.thaw();
    const before = count();
    await until('appends after the stop', () => count() > before + 200);
    await server.freeze();
    await wait(600);
    await server.kill();
    await server.start();
    const after = count();
    await until('appends after the kill', () => count() > after + 200);
    isOver = true;
    await writing;
    await until('the subscriber has all', () => followed.length >= count());
    stop.abort();
    await following;

    for (let index = 0; index < lanes; index += 1) {
      const read = await store.readStream(`lane-${index}`, { direction: 'forwards', limit: 10_000 });
      const expected = Array.from({ length: acknowledged[index] ?? 0 }, (_, revision) => `${index}/${revision}`);
      expect(read.map(nameOf)).toEqual(expected);
    }
    expect(new Set(followed).size).toBe(followed.length);
    expect(followed).toHaveLength(count());
  });
});
