import { GuildhallError, type NewEvent, type RecordedEvent } from '@guildhall/contracts';
import {
  StoreFull,
  WrongExpectedRevision,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type StreamRead,
} from '@guildhall/event-store';
import type { CommandMeta } from '../command-meta.js';
import { derivedId, newId } from '../ids.js';
import { PipelinedAppends, SharedAppends } from './stream-appends.js';
import { StreamCache } from './stream-cache.js';
import { StreamExecutor } from './stream-executor.js';
import type { StreamType } from './stream-type.js';

/** A log in memory whose appends wait until the test lets them through, or fails them. */
class ControlledLog {
  readonly events: RecordedEvent[] = [];
  readonly waiting: { commit: () => void; fail: (error: Error) => void }[] = [];
  automatic = true;

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const commit = (): void => {
        const last = this.events.filter((event) => event.stream === stream).length - 1;
        if ((expected === 'none' ? -1 : expected) !== last) {
          return reject(new WrongExpectedRevision(stream, expected, last === -1 ? 'none' : last));
        }
        this.add(stream, events, last);
        const position = this.events.at(-1)?.position ?? '';
        resolve({ revision: last + events.length, position });
      };
      this.waiting.push({ commit, fail: reject });
      if (this.automatic) this.release();
    });
  }

  add(stream: string, events: readonly NewEvent[], last: number): void {
    for (const [index, event] of events.entries()) {
      this.events.push({
        ...event,
        stream,
        revision: last + 1 + index,
        position: String(this.events.length + 1).padStart(16, '0'),
      });
    }
  }

  release(error?: Error): void {
    const next = this.waiting.shift();
    if (error === undefined) next?.commit();
    else next?.fail(error);
  }

  readStream(stream: string, { after = -1, limit }: StreamRead): Promise<RecordedEvent[]> {
    return Promise.resolve(
      this.events.filter((event) => event.stream === stream && event.revision > after).slice(0, limit),
    );
  }
}

interface Counter {
  value: number;
}
type Add = { type: 'add'; by: number };

const counter: StreamType<Counter, Add> = {
  nameOf: (id) => id,
  decider: {
    decide: (state, { by }) => {
      if (by < 0) throw new GuildhallError('WORKSPACE_CYCLE');
      if (state.value + by > 3) throw new GuildhallError('WORKSPACE_TOO_DEEP', { limit: 3 });
      return by === 0
        ? []
        : [{ type: 'OrganisationRenamed', data: { org: 'default', name: String(state.value + by), previous: '' } }];
    },
    evolve: (state, event) => {
      state.value = Number((event.data as { name: string }).name);
      return state;
    },
  },
  initial: () => ({ value: 0 }),
};

const metaWith = (commandId: string): CommandMeta => ({
  actor: { kind: 'operator', id: 'operator' },
  org: 'default',
  commandId,
  correlationId: 'correlation',
  causationId: commandId,
  hop: 0,
  traceparent: null,
  now: '2026-11-23T10:00:00.000Z',
  fingerprint: '',
});

const stream = 'organisation-default';

const setUp = () => {
  const log = new ControlledLog();
  const store = log as unknown as EventStore;
  const executor = new StreamExecutor(new PipelinedAppends(store), new StreamCache(store), () =>
    Date.parse('2026-11-23T10:00:00.000Z'),
  );
  const add = (by: number, commandId = newId(), digest = `add ${by}`) =>
    executor.execute({ streamType: counter, stream, command: { type: 'add', by }, meta: metaWith(commandId), digest });
  return { log, executor, add };
};

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: Error) => (error instanceof GuildhallError ? error.code : error.name),
  );
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const pending = Symbol('pending');
  const winner = await Promise.race([
    promise.catch(() => null),
    new Promise((resolve) => setImmediate(() => resolve(pending))),
  ]);
  return winner !== pending;
};

describe('the command executor', () => {
  it('appends what was decided and tells where', async () => {
    const { log, add } = setUp();
    const decided = await add(1);
    expect(decided).toMatchObject({ position: '0000000000000001', revision: 0, repeated: false });
    expect(log.events.map(({ id }) => id)).toEqual(decided.eventIds);
  });

  it('decides the next command on the state that is not committed yet, without waiting', async () => {
    const { log, add } = setUp();
    log.automatic = false;
    const commands = [add(1), add(1), add(1)];
    await settled(Promise.all(commands));
    expect(log.waiting).toHaveLength(3);
    log.release();
    log.release();
    log.release();
    expect((await Promise.all(commands)).map(({ revision }) => revision)).toEqual([0, 1, 2]);
  });

  it('lets a refusal wait until all it was decided on is committed', async () => {
    const { log, add } = setUp();
    log.automatic = false;
    const accepted = add(3);
    const refused = add(1);
    expect(await settled(refused)).toBe(false);
    log.release();
    expect(await codeOf(accepted)).toBe('accepted');
    expect(await codeOf(refused)).toBe('WORKSPACE_TOO_DEEP');
  });

  it('decides a refused command again when what it was decided on was never stored', async () => {
    const { log, add } = setUp();
    log.automatic = false;
    const lost = add(3);
    const second = add(1);
    await settled(second);
    log.automatic = true;
    log.release(new StoreFull());
    expect(await codeOf(lost)).toBe('StoreFull');
    expect(await codeOf(second)).toBe('accepted');
    expect(log.events.map(({ data }) => (data as { name: string }).name)).toEqual(['1']);
  });

  it('answers a repeated command with the first answer and stores nothing', async () => {
    const { log, add } = setUp();
    const id = derivedId('key');
    const first = await add(1, id);
    const again = await add(1, id);
    expect(again).toMatchObject({ repeated: true, position: first.position, eventIds: first.eventIds });
    expect(log.events).toHaveLength(1);
  });

  it('knows the command again after the cache was lost', async () => {
    const { log, add } = setUp();
    const id = derivedId('key');
    const first = await add(1, id);
    const store = log as unknown as EventStore;
    const fresh = new StreamExecutor(new PipelinedAppends(store), new StreamCache(store));
    const again = await fresh.execute({
      streamType: counter,
      stream,
      command: { type: 'add', by: 1 },
      meta: metaWith(id),
      digest: 'add 1',
    });
    expect(again).toMatchObject({ repeated: true, eventIds: first.eventIds, position: first.position });
  });

  it('refuses another command under the same key', async () => {
    const { add } = setUp();
    const id = derivedId('key');
    await add(1, id);
    expect(await codeOf(add(2, id))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('does not remember a refusal: the same key may succeed later', async () => {
    const { add } = setUp();
    const id = derivedId('key');
    expect(await codeOf(add(-1, id))).toBe('WORKSPACE_CYCLE');
    expect(await codeOf(add(1, id))).toBe('accepted');
  });

  it('decides again when another writer was first', async () => {
    const { log, executor, add } = setUp();
    await add(1);
    const [mine] = log.events;
    if (mine === undefined) throw new Error('nothing was stored');
    log.add(stream, [{ ...mine, id: newId(), data: { org: 'default', name: '2', previous: '' } }], 0);
    await add(1);
    expect(executor.retries).toBe(1);
    expect(log.events.at(-1)?.data).toMatchObject({ name: '3' });
  });

  it('refuses nothing by what is outdated where other replicas write: it looks again', async () => {
    const { log } = setUp();
    const store = log as unknown as EventStore;
    const executor = new StreamExecutor(new SharedAppends(store), new StreamCache(store));
    const add = (by: number, id = newId()) =>
      executor.execute({
        streamType: counter,
        stream,
        command: { type: 'add', by },
        meta: metaWith(id),
        digest: `${by}`,
      });
    await add(3);
    const [mine] = log.events;
    if (mine === undefined) throw new Error('nothing was stored');
    log.add(stream, [{ ...mine, id: newId(), data: { org: 'default', name: '0', previous: '' } }], 0);
    expect(await add(2)).toMatchObject({ revision: 2 });
    expect(log.events.at(-1)?.data).toMatchObject({ name: '2' });
    expect(await codeOf(add(2))).toBe('WORKSPACE_TOO_DEEP');
  });

  it('gives the state with what another replica wrote a moment ago, also beside an append that is under way', async () => {
    const { log } = setUp();
    const store = log as unknown as EventStore;
    const executor = new StreamExecutor(new SharedAppends(store), new StreamCache(store));
    const add = (by: number) =>
      executor.execute({
        streamType: counter,
        stream,
        command: { type: 'add', by },
        meta: metaWith(newId()),
        digest: '',
      });
    await add(1);
    const [mine] = log.events;
    if (mine === undefined) throw new Error('nothing was stored');
    log.add(stream, [{ ...mine, id: newId(), data: { org: 'default', name: '2', previous: '' } }], 0);
    expect((await executor.state(counter, stream)).state.value).toBe(1);
    expect((await executor.currentState(counter, stream)).state.value).toBe(2);
    log.automatic = false;
    const underWay = add(1);
    const asked = executor.currentState(counter, stream);
    expect(await settled(asked)).toBe(false);
    log.release();
    await underWay;
    expect((await asked).state.value).toBe(3);
  });

  it('gives up with STREAM_BUSY when others are always first', async () => {
    const { log, add } = setUp();
    log.append = (name, _events, expected) => Promise.reject(new WrongExpectedRevision(name, expected, 9));
    expect(await codeOf(add(1))).toBe('STREAM_BUSY');
  });

  it('answers a command that changes nothing with the place where the stream stands', async () => {
    const { add } = setUp();
    const { position } = await add(1);
    expect(await add(0)).toMatchObject({ position, eventIds: [], repeated: false });
  });
});
