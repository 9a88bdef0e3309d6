import { StoreFull, WrongExpectedRevision } from '@guildhall/event-store';
import { derivedId, newId } from '../ids.js';
import { codeOf, ControlledLog, setUp, settled } from './controlled-log.suite.js';
import { PipelinedExecutor } from './pipelined-executor.js';
import { SharedExecutor } from './shared/shared-executor.js';

describe.each([
  ['alone', PipelinedExecutor],
  ['among others', SharedExecutor],
])('the command executor %s', (_name, kind) => {
  it('appends what was decided and tells where', async () => {
    const { log, add } = setUp(kind);
    const decided = await add(1);
    expect(decided).toMatchObject({ position: '0000000000000001', revision: 0, repeated: false });
    expect(log.events.map(({ id }) => id)).toEqual(decided.eventIds);
  });

  it('lets a refusal wait until all it was decided on is committed', async () => {
    const { log, add } = setUp(kind);
    log.automatic = false;
    const accepted = add(3);
    const refused = add(1);
    expect(await settled(refused)).toBe(false);
    log.release();
    expect(await codeOf(accepted)).toBe('accepted');
    expect(await codeOf(refused)).toBe('WORKSPACE_TOO_DEEP');
  });

  it('decides a refused command again when what it was decided on was never stored', async () => {
    const { log, add } = setUp(kind);
    log.automatic = false;
    const lost = add(3);
    const second = add(1);
    await settled(second);
    log.automatic = true;
    log.release(new StoreFull());
    expect(await codeOf(lost)).toBe('StoreFull');
    expect(await codeOf(second)).toBe('accepted');
    expect(log.names).toEqual(['1']);
  });

  it('answers a repeated command with the first answer and stores nothing', async () => {
    const { log, add } = setUp(kind);
    const id = derivedId('key');
    const first = await add(1, id);
    const again = await add(1, id);
    expect(again).toMatchObject({ repeated: true, position: first.position, eventIds: first.eventIds });
    expect(log.events).toHaveLength(1);
  });

  it('knows the command again after the cache was lost', async () => {
    const { log, add } = setUp(kind);
    const id = derivedId('key');
    const first = await add(1, id);
    const again = await setUp(kind, log).add(1, id);
    expect(again).toMatchObject({ repeated: true, eventIds: first.eventIds, position: first.position });
  });

  it('refuses another command under the same key', async () => {
    const { add } = setUp(kind);
    const id = derivedId('key');
    await add(1, id);
    expect(await codeOf(add(2, id))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('does not remember a refusal: the same key may succeed later', async () => {
    const { add } = setUp(kind);
    const id = derivedId('key');
    expect(await codeOf(add(-1, id))).toBe('WORKSPACE_CYCLE');
    expect(await codeOf(add(1, id))).toBe('accepted');
  });

  it('decides again when another writer was first', async () => {
    const { log, executor, add } = setUp(kind);
    await add(1);
    log.addByOther('2');
    await add(1);
    expect(executor.counts.retries).toBe(1);
    expect(log.names.at(-1)).toBe('3');
  });

  it('gives up with STREAM_BUSY after 10 s, when others are always first', async () => {
    const log = new ControlledLog();
    let now = 0;
    log.append = (name, _events, expected) => {
      now += 2_500;
      return Promise.reject(new WrongExpectedRevision(name, expected, 9));
    };
    const { executor, add } = setUp(kind, log, () => now);
    expect(await codeOf(add(1))).toBe('STREAM_BUSY');
    expect(executor.counts).toMatchObject({ retries: 3, busy: 1 });
  });

  it('answers a command that changes nothing with the place where the stream stands', async () => {
    const { add } = setUp(kind);
    const { position } = await add(1);
    expect(await add(0)).toMatchObject({ position, eventIds: [], repeated: false });
  });

  describe('a fresh stream', () => {
    it('is not read before its first append', async () => {
      const { log, add } = setUp(kind);
      expect(await add(1, newId(), { fresh: true })).toMatchObject({ revision: 0 });
      expect(log.reads).toEqual([]);
    });

    it('that exists after all is found by its first append', async () => {
      const log = new ControlledLog();
      const id = derivedId('key');
      const first = await setUp(kind, log).add(1, id);
      const { add } = setUp(kind, log);
      expect(await add(1, id, { fresh: true })).toMatchObject({ repeated: true, eventIds: first.eventIds });
      expect(log.names).toEqual(['1']);
    });

    it('refuses nothing before it was read', async () => {
      const log = new ControlledLog();
      await setUp(kind, log).add(3);
      const { add } = setUp(kind, log);
      expect(await codeOf(add(1, newId(), { fresh: true }))).toBe('WORKSPACE_TOO_DEEP');
      expect(log.names).toEqual(['3']);
    });
  });
});
