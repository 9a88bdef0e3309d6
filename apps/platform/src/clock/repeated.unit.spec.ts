import { jest } from '@jest/globals';
import { repeated } from './repeated.js';

describe('repeated work', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    [
      'throws',
      () => {
        throw new Error('full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('full'))],
  ])('that %s is logged and done again, until it is ended', async (_case, fail: () => Promise<void>) => {
    const logged: unknown[] = [];
    let times = 0;
    const work = (): Promise<void> => {
      times += 1;
      return fail();
    };
    const log = { error: (fields: unknown, sentence: string) => void logged.push([fields, sentence]) };
    const end = repeated(1_000, work, { log: log as never, failure: 'the look failed' });
    await jest.advanceTimersByTimeAsync(2_000);
    expect(times).toBe(2);
    expect(logged).toEqual(Array(2).fill([{ err: new Error('full') }, 'the look failed']));
    end();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(times).toBe(2);
  });
});
