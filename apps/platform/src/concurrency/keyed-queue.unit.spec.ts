import { jest } from '@jest/globals';
import { pino } from 'pino';
import { KeyedQueue } from './keyed-queue.js';

const silent = pino({ level: 'silent' });

/** A piece of work that lasts until the test lets it end. */
const piece = (): { work: () => Promise<void>; begun: Promise<void>; end: () => void } => {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  return {
    work: () => {
      begun.resolve();
      return ended.promise;
    },
    begun: begun.promise,
    end: ended.resolve,
  };
};

const opened = (idle: (workspaceId: string) => void = () => undefined): KeyedQueue => {
  const work = new KeyedQueue(silent);
  work.onIdle(idle);
  work.open();
  return work;
};

describe('work on workspaces', () => {
  it('is done one piece after the other for one, and beside each other for two', async () => {
    const work = opened();
    const [first, second, other] = [piece(), piece(), piece()];
    const done: string[] = [];
    work.next('a', first.work);
    work.next('a', () => second.work().then(() => void done.push('second')));
    work.next('b', () => other.work().then(() => void done.push('other')));
    await Promise.all([first.begun, other.begun]);
    other.end();
    second.end();
    expect(done).not.toContain('second');
    first.end();
    await second.begun;
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual(['other', 'second']);
  });

  it('says when a workspace has nothing left to do', async () => {
    const idle = Promise.withResolvers<string>();
    const work = opened((workspaceId) => idle.resolve(workspaceId));
    work.next('a', () => Promise.resolve());
    expect(await idle.promise).toBe('a');
  });

  it('is tried again when it fails, before what comes after it', async () => {
    jest.useFakeTimers();
    try {
      const idle = Promise.withResolvers<void>();
      const work = opened(() => idle.resolve());
      const done: string[] = [];
      let failures = 2;
      work.next('a', async () => {
        if (failures-- > 0) throw new Error('not yet');
        done.push('first');
      });
      work.next('a', async () => void done.push('second'));
      await jest.advanceTimersByTimeAsync(3_000);
      await idle.promise;
      expect(done).toEqual(['first', 'second']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is forgotten when it is closed', async () => {
    const work = opened();
    const first = piece();
    const done: string[] = [];
    work.next('a', first.work);
    work.next('a', async () => void done.push('second'));
    await first.begun;
    work.close();
    first.end();
    await new Promise((resolve) => setImmediate(resolve));
    work.next('a', async () => void done.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual([]);
  });
});
