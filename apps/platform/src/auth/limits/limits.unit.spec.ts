import { Rate } from './rate.js';
import { Shares } from './shares.js';

describe('how often a key may', () => {
  let nowMs: number;
  const rate = () => new Rate(() => nowMs);
  beforeEach(() => (nowMs = 1_000_000));
  const takenAtOnce = (of: Rate, key: string, perSecond: number): number => {
    let taken = 0;
    while (of.take(key, perSecond) === 0) taken += 1;
    return taken;
  };

  it('is twice its seconds after a pause, then evenly', () => {
    const of = rate();
    expect(takenAtOnce(of, 'a', 10)).toBe(20);
    expect(of.take('a', 10)).toBe(100);
    nowMs += 100;
    expect(of.take('a', 10)).toBe(0);
    expect(of.take('a', 10)).toBe(100);
    nowMs += 60_000;
    expect(takenAtOnce(of, 'a', 10)).toBe(20);
  });

  it('says nothing of another key', () => {
    const of = rate();
    takenAtOnce(of, 'a', 10);
    expect(of.take('b', 10)).toBe(0);
  });

  it('forgets the keys that owe nothing', () => {
    const of = rate();
    for (let key = 0; key < 4_096; key += 1) of.take(`old ${key}`, 10);
    takenAtOnce(of, 'owes', 1);
    nowMs += 1_000;
    for (let key = 0; key < 5_000; key += 1) of.take(`new ${key}`, 10);
    expect(of.size).toBeLessThan(5_010);
    expect(of.take('owes', 1)).toBe(0);
    expect(of.take('owes', 1)).toBeGreaterThan(0);
  });
});

it('shares are given back once, and nothing is kept of an empty one', () => {
  const shares = new Shares();
  const [first, second] = [shares.hold('a', 2), shares.hold('a', 3)];
  expect(shares.of('a')).toBe(5);
  first();
  first();
  expect(shares.of('a')).toBe(3);
  second();
  expect([shares.of('a'), shares.size]).toEqual([0, 0]);
});
