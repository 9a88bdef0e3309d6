import { EventTooLarge, StoreUnavailable } from '@guildhall/event-store';
import { derivedId, newId } from '../../ids.js';
import { codeOf, counter, revisionsOf, setUp, settled, stream } from '../controlled-log.suite.js';
import { SharedExecutor } from './shared-executor.js';

const many = { limit: 1_000_000 };

describe('the executor among other writers', () => {
  it('has one append under way; what comes meanwhile shares the next one', async () => {
    const { log, add } = setUp(SharedExecutor);
    log.automatic = false;
    const first = add(1, newId(), many);
    await settled(first);
    const others = [1, 1, 1].map((by) => add(by, newId(), many));
    await settled(Promise.all(others));
    expect(log.sent).toEqual([['1']]);
    log.release();
    expect(await first).toMatchObject({ revision: 0, position: log.events[0]?.position });
    await settled(Promise.all(others));
    expect(log.sent).toEqual([['1'], ['2', '3', '4']]);
    log.release();
    expect(revisionsOf(await Promise.all(others))).toEqual([1, 2, 3]);
  });

  it('takes 500 events into one append', async () => {
    const { log, add } = setUp(SharedExecutor);
    await Promise.all(Array.from({ length: 1_200 }, () => add(1, newId(), many)));
    expect(log.sent.map(({ length }) => length)).toEqual([500, 500, 200]);
  });

  it('splits what would be too large for one append', async () => {
    const { log, add } = setUp(SharedExecutor);
    const large = 'x'.repeat(60_000);
    await Promise.all(Array.from({ length: 20 }, () => add(1, newId(), { ...many, note: large })));
    expect(log.sent.map(({ length }) => length)).toEqual([8, 8, 4]);
  });

  it('reads only what is new after it lost, and sends all who wait in one append', async () => {
    const { log, executor, add } = setUp(SharedExecutor);
    await add(1, newId(), many);
    log.addByOther('10', 3);
    log.reads.length = 0;
    const commands = Array.from({ length: 20 }, () => add(1, newId(), many));
    expect(revisionsOf(await Promise.all(commands))).toEqual(Array.from({ length: 20 }, (_, index) => index + 4));
    expect(log.reads).toEqual([0]);
    expect(log.sent.slice(1).map(({ length }) => length)).toEqual([20, 20]);
    expect(executor.counts).toMatchObject({ conflicts: 1, retries: 20, busy: 0 });
  });

  it('reads nothing after it lost to what it has followed meanwhile', async () => {
    const { log, cache, add } = setUp(SharedExecutor);
    await add(1, newId(), many);
    const append = log.append.bind(log);
    log.append = (name, events, expected) => {
      log.append = append;
      log.addByOther('10');
      cache.onRecorded(log.events);
      return append(name, events, expected);
    };
    log.reads.length = 0;
    expect(await add(1, newId(), many)).toMatchObject({ revision: 2 });
    expect(log.names).toEqual(['1', '10', '11']);
    expect(log.reads).toEqual([]);
  });

  it('answers although it loses again and again', async () => {
    const { log, add } = setUp(SharedExecutor);
    await add(1, newId(), many);
    const append = log.append.bind(log);
    let losses = 0;
    log.append = (name, events, expected) => {
      if (losses < 50) log.addByOther(String((losses += 1)));
      return append(name, events, expected);
    };
    const commands = [add(1, newId(), many), add(1, newId(), many)];
    expect(revisionsOf(await Promise.all(commands))).toEqual([51, 52]);
    expect(log.names.slice(-2)).toEqual(['51', '52']);
  });

  it('refuses nothing by what is outdated: it looks again', async () => {
    const { log, add } = setUp(SharedExecutor);
    await add(3);
    log.addByOther('0');
    expect(await add(2)).toMatchObject({ revision: 2 });
    expect(log.names.at(-1)).toBe('2');
    expect(await codeOf(add(2))).toBe('WORKSPACE_TOO_DEEP');
  });

  it('gives the state with what another replica wrote a moment ago, also beside an append that is under way', async () => {
    const { log, executor, add } = setUp(SharedExecutor);
    await add(1);
    log.addByOther('2');
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

  it('leaves the committed state alone as long as an append is under way', async () => {
    const { log, executor, add } = setUp(SharedExecutor);
    await add(1);
    log.automatic = false;
    const underWay = add(1);
    await settled(underWay);
    expect((await executor.state(counter, stream)).state.value).toBe(1);
    log.release();
    await underWay;
    expect((await executor.state(counter, stream)).state.value).toBe(2);
  });

  it('knows a command again that was stored although its append failed without an answer', async () => {
    const { log, add } = setUp(SharedExecutor);
    const append = log.append.bind(log);
    log.append = async (...given) => {
      await append(...given);
      log.append = append;
      throw new StoreUnavailable('no answer');
    };
    const id = derivedId('key');
    expect(await codeOf(add(1, id))).toBe('StoreUnavailable');
    expect(await add(1, id)).toMatchObject({ repeated: true, revision: 0 });
    expect(log.events).toHaveLength(1);
  });

  it('finds a command that reached the log through another process', async () => {
    const { log, add } = setUp(SharedExecutor);
    const other = setUp(SharedExecutor, log);
    await add(1);
    const id = derivedId('key');
    const first = await other.add(1, id);
    expect(await add(1, id)).toMatchObject({ repeated: true, position: first.position, eventIds: first.eventIds });
    expect(log.names).toEqual(['1', '2']);
  });

  it('answers two requests under one key that come together with one change', async () => {
    const { log, add } = setUp(SharedExecutor);
    const id = derivedId('key');
    const [first, second] = await Promise.all([add(1, id), add(1, id)]);
    expect(second).toMatchObject({ repeated: true, position: first.position, eventIds: first.eventIds });
    expect(await codeOf(add(1, id, { digest: 'another' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(log.events).toHaveLength(1);
  });

  it('lets a command whose event is too large fail alone', async () => {
    const { log, add } = setUp(SharedExecutor);
    const append = log.append.bind(log);
    log.append = (name, events, expected) =>
      events.some(({ data }) => (data as { previous: string }).previous === 'large')
        ? Promise.reject(new EventTooLarge('OrganisationRenamed', 70_000, 65_536))
        : append(name, events, expected);
    const commands = [add(1), add(1, newId(), { note: 'large' }), add(1)];
    expect(await Promise.all(commands.map(codeOf))).toEqual(['accepted', 'EventTooLarge', 'accepted']);
    expect(log.names).toEqual(['1', '2']);
  });

  it('folds its own event once that comes back before the append is answered', async () => {
    const { log, cache, executor, add } = setUp(SharedExecutor);
    await add(1);
    const append = log.append.bind(log);
    log.append = async (...given) => {
      const appended = await append(...given);
      cache.onRecorded(log.events);
      return appended;
    };
    const id = derivedId('key');
    expect(await add(1, id)).toMatchObject({ revision: 1 });
    cache.onRecorded(log.events);
    expect(await add(1, id)).toMatchObject({ repeated: true, revision: 1 });
    expect((await executor.state(counter, stream)).state.value).toBe(2);
  });
});
