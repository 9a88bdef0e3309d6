import fc from 'fast-check';
import { RecentKeys } from './recent-keys.js';

describe('recent keys', () => {
  it('are the newest ones, oldest first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), (keys) => {
        const recent = new RecentKeys<number>(7);
        keys.forEach((key, index) => recent.add(key, index));
        const kept = keys.map((key, index): [string, number] => [key, index]).slice(-7);
        expect(recent.entries()).toEqual(kept);
        expect(recent.size).toBe(kept.length);
        expect(keys.filter((key) => recent.has(key))).toEqual(kept.map(([key]) => key));
        expect(new RecentKeys(7, recent.entries()).entries()).toEqual(kept);
      }),
    );
  });

  it('keep their age when their value changes', () => {
    const recent = new RecentKeys<number>(2, [
      ['a', 1],
      ['b', 2],
    ]);
    recent.add('a', 3);
    expect(recent.get('a')).toBe(3);
    recent.add('c', 4);
    expect(recent.entries()).toEqual([
      ['b', 2],
      ['c', 4],
    ]);
  });

  it('fork: the fork is what the same additions would make, and the keys it was made of stay', () => {
    const keys = fc.array(fc.constantFrom(...'abcdefghij'), { maxLength: 20 });
    fc.assert(
      fc.property(keys, keys, (before, after) => {
        const [recent, plain] = [new RecentKeys<number>(4), new RecentKeys<number>(4)];
        before.forEach((key, index) => [recent, plain].forEach((each) => each.add(key, index)));
        const kept = recent.entries();
        const fork = recent.fork();
        after.forEach((key, index) => [fork, plain].forEach((each) => each.add(key, 100 + index)));
        expect(fork.entries()).toEqual(plain.entries());
        expect(fork.size).toBe(plain.size);
        expect(recent.entries()).toEqual(kept);
      }),
    );
  });
});
