import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Position, RecordedEvent } from '@guildhall/contracts';
import { randomUUID } from 'node:crypto';
import { EventTooLarge, WrongExpectedRevision } from '../errors.js';
import type { EventStore, SubscriptionItem } from '../port.js';
import { anEvent, named, nameOf } from './events.suite.js';

interface Opened {
  store: EventStore;
  close(): Promise<void>;
}

/** The behaviour of every adapter. The suite writes to streams of its own and ignores all others. */
export const eventStoreContract = (name: string, open: () => Promise<Opened>): void => {
  describe(`${name}: the event store contract`, () => {
    let opened: Opened;
    let store: EventStore;
    const run = `suite${randomUUID().slice(0, 8)}`;
    const fresh = (): string => `${run}-${randomUUID()}`;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    const namesIn = async (stream: string): Promise<string[]> =>
      (await store.readStream(stream, { direction: 'forwards', limit: 1_000 })).map(nameOf);
    const headPosition = async (): Promise<Position | null> => (await store.head()).position;
    const since = async (
      after: Position | null,
      prefixes: readonly string[],
      limit = 100,
    ): Promise<RecordedEvent[]> => {
      const found: RecordedEvent[] = [];
      let from = after;
      for (;;) {
        const page = await store.readAll({ ...(from === null ? {} : { after: from }), prefixes, limit });
        found.push(...page.events);
        if (page.end) return found;
        from = page.next;
      }
    };

    describe('appending', () => {
      it('starts a new stream, and extends it at its exact revision', async () => {
        const stream = fresh();
        expect((await store.append(stream, named('a', 'b'), 'none')).revision).toBe(1);
        expect((await store.append(stream, named('c'), 1)).revision).toBe(2);
        expect(await namesIn(stream)).toEqual(['a', 'b', 'c']);
      });

      it.each([
        ['none', 1],
        [0, 1],
        [5, 1],
      ] as const)('refuses %p and names the actual revision', async (expected, actual) => {
        const stream = fresh();
        await store.append(stream, named('a', 'b'), 'none');
        const error = await store.append(stream, named('c'), expected).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(WrongExpectedRevision);
        expect(error).toMatchObject({ stream, expected, actual });
        expect(await namesIn(stream)).toEqual(['a', 'b']);
      });

      it('refuses a revision of a stream that does not exist', async () => {
        const stream = fresh();
        await expect(store.append(stream, named('a'), 0)).rejects.toMatchObject({ expected: 0, actual: 'none' });
      });

      it('gives the original answer to the same ids at the same revision, also after later events', async () => {
        const stream = fresh();
        const events = named('a', 'b');
        const first = await store.append(stream, events, 'none');
        expect(await store.append(stream, events, 'none')).toEqual(first);
        await store.append(stream, named('c'), 1);
        expect(await store.append(stream, events, 'none')).toEqual(first);
        expect(await namesIn(stream)).toEqual(['a', 'b', 'c']);
      });

      it('refuses known ids that a new one follows', async () => {
        const stream = fresh();
        const events = named('a');
        await store.append(stream, events, 'none');
        await expect(store.append(stream, [...events, anEvent('b')], 'none')).rejects.toBeInstanceOf(
          WrongExpectedRevision,
        );
      });

      it('carries several appends to one stream at once, each at the revision after the previous one', async () => {
        const stream = fresh();
        const appended = await Promise.all([
          store.append(stream, named('a'), 'none'),
          store.append(stream, named('b', 'c'), 0),
          store.append(stream, named('d'), 2),
        ]);
        expect(appended.map(({ revision }) => revision)).toEqual([0, 2, 3]);
      });

      it('stores the neighbours of a refused append', async () => {
        const [one, two, three] = [fresh(), fresh(), fresh()];
        const results = await Promise.allSettled([
          store.append(one, named('a'), 'none'),
          store.append(two, named('b'), 7),
          store.append(three, named('c'), 'none'),
        ]);
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect([await namesIn(one), await namesIn(two), await namesIn(three)]).toEqual([['a'], [], ['c']]);
      });

      it('gives a revision to exactly one of many writers', async () => {
        const stream = fresh();
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) => store.append(stream, named(`${index}`), 'none')),
        );
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await namesIn(stream)).toHaveLength(1);
      });

      it('refuses an event of more than 64 KiB and stores nothing of its append', async () => {
        const stream = fresh();
        await expect(store.append(stream, [anEvent('a'), anEvent('b', 65_536)], 'none')).rejects.toBeInstanceOf(
          EventTooLarge,
        );
        expect(await namesIn(stream)).toEqual([]);
        await store.append(stream, [anEvent('c', 60_000)], 'none');
      });
    });

    describe('reading a stream', () => {
      it('reads in both directions, after the given revision, up to the limit', async () => {
        const stream = fresh();
        await store.append(stream, named('a', 'b', 'c', 'd'), 'none');
        const read = async (direction: 'forwards' | 'backwards', limit: number, after?: number): Promise<string[]> =>
          (await store.readStream(stream, { direction, limit, ...(after === undefined ? {} : { after }) })).map(nameOf);
        expect(await read('forwards', 2)).toEqual(['a', 'b']);
        expect(await read('forwards', 9, 1)).toEqual(['c', 'd']);
        expect(await read('backwards', 2)).toEqual(['d', 'c']);
        expect(await read('backwards', 9, 2)).toEqual(['b', 'a']);
        expect(await read('forwards', 9, 3)).toEqual([]);
      });

      it('returns exactly what was stored', async () => {
        const stream = fresh();
        const event = anEvent('ünïcode \u{1f3db} "quoted"\n');
        const { position } = await store.append(stream, [event], 'none');
        const [read] = await store.readStream(stream, { direction: 'forwards', limit: 1 });
        expect(JSON.parse(JSON.stringify(read))).toEqual({ ...event, stream, revision: 0, position });
      });

      it('finds nothing in a stream that does not exist', async () => {
        expect(await namesIn(fresh())).toEqual([]);
      });
    });

    describe('reading all', () => {
      it('reads in the order of the log, page by page, after the given position', async () => {
        const [one, two] = [fresh(), fresh()];
        const before = await headPosition();
        await store.append(one, named('a'), 'none');
        await store.append(two, named('b'), 'none');
        await store.append(one, named('c'), 0);
        const read = await since(before, [one, two], 2);
        expect(read.map(nameOf)).toEqual(['a', 'b', 'c']);
        expect(read.map(({ position }) => position)).toEqual(read.map(({ position }) => position).sort());
        expect((await since(read[0]?.position ?? null, [one, two])).map(nameOf)).toEqual(['b', 'c']);
      });

      it('reads only streams with the given prefixes', async () => {
        const before = await headPosition();
        const [kept, other] = [`${run}-kept-${randomUUID()}`, `${run}-other-${randomUUID()}`];
        await store.append(kept, named('a'), 'none');
        await store.append(other, named('b'), 'none');
        expect((await since(before, [`${run}-kept`])).map(nameOf)).toEqual(['a']);
      });
    });

    describe('following', () => {
      const follow = async (
        after: Position | null,
        prefixes: readonly string[],
        until: (items: SubscriptionItem[]) => boolean,
      ): Promise<SubscriptionItem[]> => {
        const stop = new AbortController();
        const items: SubscriptionItem[] = [];
        for await (const item of store.subscribeAll({
          ...(after === null ? {} : { after }),
          prefixes,
          signal: stop.signal,
        })) {
          items.push(item);
          if (until(items)) stop.abort();
        }
        return items;
      };
      const namesOf = (items: readonly SubscriptionItem[]): string[] =>
        items.flatMap((item) => (item.kind === 'events' ? item.events.map(nameOf) : []));

      it('changes from history to live under concurrent appends without loss or repeat', async () => {
        const before = await headPosition();
        const prefix = `${run}-live-${randomUUID()}`;
        const total = 400;
        const writing = (async () => {
          for (let index = 0; index < total; index += 4) {
            await Promise.all(
              [0, 1, 2, 3].map((lane) => store.append(`${prefix}-${index + lane}`, named(`${index + lane}`), 'none')),
            );
          }
        })();
        const items = await follow(before, [prefix], (seen) => namesOf(seen).length >= total);
        await writing;
        expect(
          namesOf(items)
            .map(Number)
            .sort((a, b) => a - b),
        ).toEqual(Array.from({ length: total }, (_, index) => index));
        expect(items.filter(({ kind }) => kind === 'caughtUp')).toHaveLength(1);
        expect((await since(before, [prefix])).map(nameOf)).toEqual(namesOf(items));
      });

      it('resumes after a position', async () => {
        const stream = fresh();
        const { position } = await store.append(stream, named('a', 'b'), 'none');
        await store.append(stream, named('c'), 1);
        expect(
          namesOf(await follow(position, [stream], (items) => items.some(({ kind }) => kind === 'caughtUp'))),
        ).toEqual(['c']);
      });

      it('ends when the signal aborts while it waits', async () => {
        const stop = new AbortController();
        const seen: string[] = [];
        for await (const item of store.subscribeAll({ prefixes: [fresh()], signal: stop.signal })) {
          seen.push(item.kind);
          setImmediate(() => stop.abort());
        }
        expect(seen).toEqual(['caughtUp']);
      });
    });
  });
};
