import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  type AppendResult,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { until } from '../installation/until.js';
import { withServer, type OwnServer } from './server.suite.js';

const events = (...types: string[]) => types.map((type) => jsonEvent({ type, data: { b: type, a: [1, null] } }));

/** What the official client sees, as it was observed of a real node. */
describe('the server for tests, through the official client', () => {
  let own: OwnServer;
  let client: EventStoreDBClient;
  const fresh = (): string => `s-${randomUUID()}`;
  const read = async (stream: string): Promise<string[]> => {
    const types: string[] = [];
    for await (const { event } of client.readStream(stream)) types.push(event?.type ?? '');
    return types;
  };
  const readAll = async (options: Parameters<EventStoreDBClient['readAll']>[0]): Promise<bigint[]> => {
    const positions: bigint[] = [];
    for await (const { event } of client.readAll(options)) positions.push(event?.position?.commit ?? 0n);
    return positions;
  };
  const positionOf = ({ position }: AppendResult) => position ?? { commit: 0n, prepare: 0n };
  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => null,
      (error: unknown) => error,
    );

  beforeAll(async () => {
    own = await withServer({ inFlightMs: 40 });
    client = EventStoreDBClient.connectionString(own.server.url);
  });
  afterAll(async () => {
    await client.dispose();
    await own.close();
  });

  it('answers with revision and position of the last event; positions have gaps', async () => {
    const stream = fresh();
    const first = await client.appendToStream(stream, events('a', 'b'), { expectedRevision: NO_STREAM });
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    const next = await client.appendToStream(stream, events('c'), { expectedRevision: 1n });
    expect(positionOf(next).commit - positionOf(first).commit).toBeGreaterThan(90n);
    expect(positionOf(next).commit).toBe(positionOf(next).prepare);
  });

  it.each([
    [NO_STREAM, 'no_stream', 1n],
    [7n, 7n, 1n],
  ] as const)('refuses %p and names the actual revision', async (expectedRevision, expectedVersion, actualVersion) => {
    const stream = fresh();
    await client.appendToStream(stream, events('a', 'b'), { expectedRevision: NO_STREAM });
    for (const credentials of [{}, { credentials: { username: 'u', password: 'p' } }]) {
      const error = await failure(client.appendToStream(stream, events('c'), { expectedRevision, ...credentials }));
      expect(error).toMatchObject({ type: 'wrong-expected-version', message: '', expectedVersion, actualVersion });
    }
  });

  it('refuses a stream that must exist and does not', async () => {
    const error = await failure(client.appendToStream(fresh(), events('a'), { expectedRevision: STREAM_EXISTS }));
    expect(error).toMatchObject({ expectedVersion: 'stream_exists', actualVersion: 'no_stream' });
  });

  it('knows the ids of an exact revision for ever, those of ANY until a restart', async () => {
    const [exact, any] = [fresh(), fresh()];
    const [first, second] = [events('a'), events('b')];
    const original = await client.appendToStream(exact, first, { expectedRevision: NO_STREAM });
    await client.appendToStream(exact, events('later'), { expectedRevision: 0n });
    const once = await client.appendToStream(any, second, { expectedRevision: ANY });
    expect(await client.appendToStream(any, second, { expectedRevision: ANY })).toEqual(once);
    await own.server.restart();
    const again = await until('the client is connected again', () =>
      client.appendToStream(exact, first, { expectedRevision: NO_STREAM }).catch(() => null),
    );
    expect(again).toEqual(original);
    await client.appendToStream(any, second, { expectedRevision: ANY });
    expect(await read(any)).toEqual(['b', 'b']);
    expect(await read(exact)).toEqual(['a', 'later']);
  });

  it('stores the same ids again at a later revision', async () => {
    const stream = fresh();
    const first = events('a');
    await client.appendToStream(stream, first, { expectedRevision: NO_STREAM });
    await client.appendToStream(stream, first, { expectedRevision: 0n });
    expect(await read(stream)).toEqual(['a', 'a']);
  });

  it('holds up a retry that meets its original in flight, and fails it', async () => {
    const stream = fresh();
    const first = events('a');
    own.server.faults.delay({ ms: 120, times: 1, at: 'commit' });
    const original = client.appendToStream(stream, first, { expectedRevision: NO_STREAM });
    const batch = failure(client.appendToStream(stream, first, { expectedRevision: NO_STREAM }));
    expect(await batch).toMatchObject({ type: 'deadline-exceeded', message: '' });
    expect(await original).toMatchObject({ success: true });
    expect(await read(stream)).toEqual(['a']);
  });

  it('keeps bytes, key orders and large events as they were; more than 1 MiB at once it refuses', async () => {
    const stream = fresh();
    const bytes = Buffer.from([0, 255, 10, 13]);
    const large = jsonEvent({ type: 'large', data: { z: 'x'.repeat(900_000), a: 1 } });
    await client.appendToStream(stream, [binaryEvent({ type: 'bytes', data: bytes }), large]);
    const stored = [];
    for await (const { event } of client.readStream(stream)) stored.push(event);
    expect(Buffer.from(stored[0]?.data as Uint8Array)).toEqual(bytes);
    expect(Object.keys(stored[1]?.data as object)).toEqual(['z', 'a']);
    expect(stored[1]?.metadata).toBeUndefined();
    const error = await failure(client.appendToStream(stream, [large, large]));
    expect(error).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576 });
  });

  it('reads all including where it starts forwards, excluding backwards, and refuses what is no position', async () => {
    const stream = fresh();
    const from = positionOf(await client.appendToStream(stream, events('a'), { expectedRevision: NO_STREAM }));
    const to = positionOf(await client.appendToStream(stream, events('b', 'c'), { expectedRevision: 0n }));
    expect(await readAll({ fromPosition: from })).toHaveLength(3);
    expect((await readAll({ fromPosition: to, direction: BACKWARDS, maxCount: 2 })).at(-1)).toBe(from.commit);
    expect(await readAll({ fromPosition: { commit: from.commit, prepare: 0n }, maxCount: 1 })).toEqual([from.commit]);
    expect(await readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 })).toEqual([to.commit]);
    expect(await readAll({ fromPosition: { commit: to.commit + 90_000n, prepare: 0n } })).toEqual([]);
    const bogus = { commit: from.commit + 1n, prepare: from.commit + 1n };
    expect(await failure(readAll({ fromPosition: bogus }))).toMatchObject({ type: 'unknown', code: 2 });
  });

  it('starts with an event of the system’s own', async () => {
    for await (const { event } of client.readAll({ maxCount: 1 }))
      expect(event).toMatchObject({ streamId: '$$$scavenges', type: '$metadata' });
  });

  it('deletes and continues the numbering, or ends a stream for good', async () => {
    const stream = fresh();
    await client.appendToStream(stream, events('a', 'b'), { expectedRevision: NO_STREAM });
    await client.deleteStream(stream);
    expect(await failure(read(stream))).toMatchObject({ type: 'stream-not-found' });
    const next = await client.appendToStream(stream, events('c'), { expectedRevision: NO_STREAM });
    expect(next.nextExpectedRevision).toBe(2n);
    expect(await read(stream)).toEqual(['c']);
    await client.tombstoneStream(stream);
    expect(await failure(read(stream))).toMatchObject({ type: 'stream-deleted', code: 9 });
    expect(await failure(client.appendToStream(stream, events('d')))).toMatchObject({ type: 'stream-deleted' });
  });

  it('resumes a filtered subscription from a checkpoint whose prepare is 0, without loss or repeat', async () => {
    const prefix = fresh();
    for (let index = 0; index < 40; index += 1)
      await client.appendToStream(index % 2 === 0 ? `${prefix}-${index}` : fresh(), events(`${index}`));
    const checkpoints: { commit: bigint; prepare: bigint; seen: number }[] = [];
    const follow = async (fromPosition: typeof START | { commit: bigint; prepare: bigint }): Promise<string[]> => {
      const seen: string[] = [];
      const subscription = client.subscribeToAll({
        fromPosition,
        filter: {
          filterOn: 'streamName',
          prefixes: [prefix],
          checkpointInterval: 1,
          maxSearchWindow: 32,
          checkpointReached: (_, position) => void checkpoints.push({ ...position, seen: seen.length }),
        },
      });
      subscription.on('data', ({ event }) => seen.push(event?.type ?? ''));
      await new Promise((resolve) => subscription.on('caughtUp', resolve as () => void));
      await subscription.unsubscribe();
      return seen;
    };
    const whole = await follow(START);
    expect(whole).toHaveLength(20);
    const checkpoint = checkpoints.at(-1);
    expect(checkpoint).toMatchObject({ prepare: 0n });
    if (checkpoint !== undefined) expect(await follow(checkpoint)).toEqual(whole.slice(checkpoint.seen));
  });

  it('drops appends whose deadline is over by its own clock', async () => {
    const other = await withServer({ clockOffsetMs: 3_600_000 });
    const own = EventStoreDBClient.connectionString(other.server.url);
    expect(await failure(own.appendToStream('s', events('a')))).toMatchObject({ type: 'deadline-exceeded' });
    await own.dispose();
    await other.close();
  });

  it('takes faults over HTTP from other processes', async () => {
    const other = await withServer({ controlPort: 0 });
    const post = (path: string): Promise<Response> =>
      fetch(`${other.server.controlUrl}/${path}`, { method: 'POST', body: '{"ms":5}' });
    const own = EventStoreDBClient.connectionString(other.server.url);
    expect((await post('unavailable')).status).toBe(200);
    expect(await failure(own.appendToStream('s', events('a')))).toMatchObject({ code: 14 });
    await post('heal');
    await until('it is served again', () => own.appendToStream('s', events('a')).catch(() => null));
    expect((await post('nonsense')).status).toBe(404);
    await own.dispose();
    await other.close();
  });
});
