import { describe, expect, it } from '@jest/globals';
import { Semaphore } from './semaphore.js';

describe('turns', () => {
  it('lets so many work at once, and the others in their order', async () => {
    const turns = new Semaphore(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3].map((each) =>
      turns.take(() => {
        begun.push(each);
        return new Promise<number>((resolve) => ends.push(() => resolve(each)));
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    expect(await works[1]).toBe(1);
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await Promise.all([works[0], works[2]]);
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[3]?.();
    expect(await works[3]).toBe(3);
  });

  it('goes on after a failure', async () => {
    const turns = new Semaphore(1);
    await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.take(async () => 'yes')).toBe('yes');
  });
});
