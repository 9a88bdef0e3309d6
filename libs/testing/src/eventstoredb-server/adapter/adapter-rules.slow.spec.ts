import { StoreUnavailable, WrongExpectedRevision } from '@guildhall/event-store';
import { anEvent, named, nameOf } from '@guildhall/event-store/contract-events';
import { openEventStoreDb, type CallTimes, type EventStoreDbStore } from '@guildhall/event-store/eventstoredb';
import { randomUUID } from 'node:crypto';
import { until } from '../../installation/until.js';
import { shortInFlightMs, shortTimes } from './fault-table.suite.js';
import type { EventStoreDbServerOptions } from '../index.js';
import { withServer, type OwnServer } from '../server.suite.js';

/** On a busy machine an answer may take seconds: only a test about a time limit shortens it. */
const patient: CallTimes = { ...shortTimes, call: 10_000, giveUp: 20_000, unavailable: 10_000, open: 10_000 };

describe('the rules that the observed server forces on the adapter', () => {
  let own: OwnServer;
  let stores: EventStoreDbStore[];
  const open = async (times: Partial<CallTimes> = {}): Promise<EventStoreDbStore> => {
    const store = await openEventStoreDb({ url: own.server.url, times: { ...patient, ...times } });
    stores.push(store);
    return store;
  };
  const start = async (options: Omit<EventStoreDbServerOptions, 'directory'> = {}): Promise<void> => {
    own = await withServer({ inFlightMs: shortInFlightMs, ...options });
  };
  const namesIn = async (store: EventStoreDbStore, stream: string): Promise<string[]> =>
    (await store.readStream(stream, { direction: 'forwards', limit: 1_000 })).map(nameOf);

  beforeEach(() => {
    stores = [];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await own.close();
  });

  it('1: appends with no stream or an exact revision only; a retry after a restart is the same append', async () => {
    await start();
    const store = await open();
    const events = named('a', 'b');
    const first = await store.append('s', events, 'none');
    await store.append('s', named('c'), 1);
    await own.server.restart();
    expect(await store.append('s', events, 'none')).toEqual(first);
    expect(await namesIn(store, 's')).toEqual(['a', 'b', 'c']);
    expect(own.server.counts.appendsWithoutRevision).toBe(0);
  });

  it('2: keeps one client and one connection for each server, however often it is opened', async () => {
    await start();
    const [one, two] = [await open(), await open()];
    expect(one.logId).toBe(two.logId);
    await Promise.all([one.append('s', named('a'), 'none'), two.append('t', named('b'), 'none')]);
    expect(own.server.counts.connections).toBe(1);
    await one.close();
    expect(await namesIn(two, 's')).toEqual(['a']);
  });

  it('2: sends an append again when its own timer fires, and not before the retry of an append in flight is safe', async () => {
    await start();
    const store = await open({ call: 1_000, retryAfter: 1_200 });
    const sent = own.server.counts.batchAppends;
    own.server.faults.delay({ ms: 100_000, times: 1 });
    const begun = performance.now();
    const appended = await store.append('s', named('a'), 'none');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_200);
    expect(own.server.counts.batchAppends - sent).toBe(2);
    expect(appended.revision).toBe(0);
    expect(await namesIn(store, 's')).toEqual(['a']);
  });

  it('2: takes an answer that comes after its timer as the answer', async () => {
    await start();
    const store = await open({ call: 40, retryAfter: 60_000 });
    own.server.faults.delay({ ms: 150, times: 1 });
    expect((await store.append('s', named('a'), 'none')).revision).toBe(0);
  });

  it('2: retries until a retry no longer meets its original in flight', async () => {
    await start();
    const store = await open({ call: 100, retryAfter: 20 });
    own.server.faults.delay({ ms: 250, times: 1, at: 'commit' });
    expect((await store.append('s', named('a'), 'none')).revision).toBe(0);
    expect(await namesIn(store, 's')).toEqual(['a']);
  });

  it('2: says that an outcome is unknown when no answer comes, and that nothing was stored when nothing was sent', async () => {
    await start();
    const store = await open({ call: 120, giveUp: 300, unavailable: 300 });
    own.server.faults.freeze();
    const unknown = await store.append('s', named('a'), 'none').catch((error: unknown) => error);
    expect(unknown).toBeInstanceOf(StoreUnavailable);
    expect(String(unknown)).toMatch(/unknown/);
    own.server.faults.thaw();
    await own.server.down();
    await until('the store is noticed to be away', async () => {
      const away = await store.append('t', named('a'), 'none').catch((error: unknown) => String(error));
      return /nothing was stored in t: the event store is unavailable/.test(String(away));
    });
    await own.server.start();
    expect(await namesIn(await open(), 't')).toEqual([]);
  });

  it('2: sends nothing more to a store that does not answer, so that the outcome is known', async () => {
    await start();
    const store = await open({ call: 120, giveUp: 1_500, unavailable: 100 });
    own.server.faults.freeze();
    const first = store.append('s', named('a'), 'none').catch((error: unknown) => String(error));
    await until('the first append has found out', () => !store.health().writable);
    const second = await store.append('t', named('b'), 'none').catch((error: unknown) => String(error));
    expect(second).toMatch(/nothing was stored in t/);
    expect(await first).toMatch(/unknown/);
    own.server.faults.thaw();
    await until('the store is there again', () => store.health().writable);
    const other = await open();
    expect(await namesIn(other, 't')).toEqual([]);
    expect((await other.append('t', named('c'), 'none')).revision).toBe(0);
  });

  it('2: appends also where the clocks of server and client are an hour apart', async () => {
    await start({ clockOffsetMs: 3_600_000 });
    const store = await open();
    expect((await store.append('s', named('a'), 'none')).revision).toBe(0);
  });

  it('2: names clocks that are more than a day apart, once it gives up', async () => {
    await start({ clockOffsetMs: 26 * 3_600_000 });
    await expect(open({ giveUp: 300 })).rejects.toThrow(
      /its clock and the one of this machine are more than a day apart/,
    );
  });

  it('3: a server that is gone fails every call in time, and is used again when it is back', async () => {
    await start();
    const store = await open({ unavailable: 300 });
    await store.append('s', named('a'), 'none');
    await own.server.down();
    const calls = [
      store.head(),
      store.readAll({ limit: 5 }),
      store.readStream('s', { direction: 'forwards', limit: 1 }),
    ];
    for (const result of await Promise.allSettled(calls))
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) as unknown });
    expect(store.health()).toMatchObject({ writable: false, damage: null });
    await own.server.start();
    await until('health finds the store by itself', () => store.health().writable);
    expect((await store.append('s', named('b'), 0)).revision).toBe(1);
  });

  it('4: a subscription outlives a server that goes away, and says so in its health', async () => {
    await start({ systemEventEvery: 3 });
    const store = await open();
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const item of store.subscribeAll({ prefixes: ['s'], signal: stop.signal }))
        seen.push(...(item.kind === 'caughtUp' ? ['caughtUp'] : item.events.map(nameOf)));
    })();
    await store.append('s', named('a'), 'none');
    await until('the first event', () => seen.includes('a') && seen.includes('caughtUp'));
    await own.server.down();
    await until('health to show it', () => !store.health().writable);
    await own.server.start();
    await until('health to recover', () => store.health().writable);
    await store.append('s', named('b'), 0);
    await until('the next event', () => seen.includes('b'));
    stop.abort();
    await following;
    expect(seen.filter((name) => name !== 'caughtUp')).toEqual(['a', 'b']);
    expect(seen.filter((name) => name === 'caughtUp')).toHaveLength(1);
  });

  it('4: says caughtUp behind all history, also to a consumer that reads slowly', async () => {
    await start();
    const store = await open();
    for (let index = 0; index < 5; index += 1)
      await store.append(`h-${index}`, named(...Array.from({ length: 100 }, (_, at) => `${index * 100 + at}`)), 'none');
    const stop = new AbortController();
    let before = 0;
    for await (const item of store.subscribeAll({ prefixes: ['h-'], signal: stop.signal })) {
      if (item.kind === 'caughtUp') break;
      before += item.events.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(before).toBe(500);
  });

  it('4: a consumer too slow for the server is dropped by it, and gets everything all the same', async () => {
    await start({ slowConsumerLimit: 200 });
    const store = await open();
    const stop = new AbortController();
    const seen: number[] = [];
    let release: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => (release = resolve));
    let isLive = false;
    const total = 3_200;
    const following = (async () => {
      for await (const item of store.subscribeAll({ prefixes: ['s'], signal: stop.signal })) {
        if (item.kind === 'caughtUp') isLive = true;
        else {
          seen.push(...item.events.map((event) => Number(nameOf(event))));
          await blocked;
        }
        if (seen.length >= total) return;
      }
    })();
    await until('live', () => isLive);
    for (let index = 0; index < total; index += 200)
      await store.append(
        `s-${index}`,
        Array.from({ length: 200 }, (_, at) => anEvent(`${index + at}`, 400)),
        'none',
      );
    release();
    await following;
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => index));
    expect(own.server.counts.subscriptions).toBeGreaterThan(1);
  });

  it('5: closes in time, also with a frozen server and calls under way', async () => {
    await start();
    const store = await open({ close: 200, call: 5_000 });
    await store.append('s', named('a'), 'none');
    own.server.faults.freeze();
    const under = Promise.allSettled([
      store.append('s', named('b'), 0),
      store.append('s', named('c'), 1),
      store.append('s', named('d'), 2),
      store.readAll({ limit: 10 }),
      (async () => {
        for await (const _ of store.subscribeAll({ signal: new AbortController().signal })) continue;
      })(),
    ]);
    const begun = performance.now();
    await store.close();
    expect(performance.now() - begun).toBeLessThan(2_000);
    own.server.faults.thaw();
    expect((await under).slice(0, 3)).toEqual(Array(3).fill(expect.objectContaining({ status: 'rejected' })));
    await expect(store.append('s', named('c'), 0)).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('6: what JSON cannot hold is refused before the client sees it, and the next append goes through', async () => {
    await start();
    const store = await open();
    const odd = { ...anEvent('odd'), data: { big: 1n } };
    await expect(store.append('s', [odd], 'none')).rejects.toBeInstanceOf(TypeError);
    expect((await store.append('s', named('a'), 'none')).revision).toBe(0);
  });

  it('7: answers a repeat with its own revision and position, not with the stream’s', async () => {
    await start();
    const store = await open();
    const [first, second] = [named('a'), named('b')];
    const appended = await store.append('s', first, 'none');
    await store.append('s', second, 0);
    expect(await store.append('s', first, 'none')).toEqual(appended);
    const conflict = await store.append('s', named('c'), 'none').catch((error: unknown) => error);
    expect(conflict).toBeInstanceOf(WrongExpectedRevision);
    expect(conflict).toMatchObject({ stream: 's', expected: 'none', actual: 1 });
  });

  it('8: sends all appends over one stream, many at once, and one stream’s one after the other', async () => {
    await start();
    const store = await open();
    own.server.faults.freeze();
    const begun = own.server.counts.batchAppends;
    const many = Array.from({ length: 64 }, () => store.append(randomUUID(), named('a'), 'none'));
    const [one, two] = [store.append('s', named('a'), 'none'), store.append('s', named('b'), 0)];
    await until('all are under way', () => own.server.counts.batchAppends - begun === 65);
    own.server.faults.thaw();
    await Promise.all([...many, one, two]);
    expect(own.server.counts).toMatchObject({ unaryAppends: 0, batchStreams: 1 });
    expect(own.server.counts.batchAppends - begun).toBe(66);
  });
});
