import { describe, expect, it } from '@jest/globals';
import { geometricMean, median, ratiosOf, verdictOf } from './ratios.js';

describe('the ratio of a bench in two trees', () => {
  it('is above 1 for more per second, and for shorter waits', () => {
    const ours = { case: 'a', per_s: 300, p50_ms: 1 };
    const theirs = { case: 'a', per_s: 200, p50_ms: 2 };
    expect(ratiosOf('B2', [ours], [theirs])).toEqual([{ case: 'a: per_s', ratio: 1.5 }]);
    expect(ratiosOf('B7', [ours], [theirs])).toEqual([{ case: 'a: p50_ms', ratio: 2 }]);
  });

  it('leaves out baselines and cases that only one tree has', () => {
    const rows = [
      { case: 'baseline: naive', per_s: 1 },
      { case: 'new', per_s: 1 },
    ];
    expect(ratiosOf('B2', rows, [{ case: 'baseline: naive', per_s: 1 }])).toEqual([]);
  });

  it('has the median of the pairs, each with the mean of its cases', () => {
    const pair = (a: number, b: number) => [
      { case: 'a', ratio: a },
      { case: 'b', ratio: b },
    ];
    const { ratio, cases } = verdictOf([pair(2, 0.5), pair(4, 1), pair(9, 1)]);
    expect(ratio).toBeCloseTo(2);
    expect(cases).toEqual(pair(4, 1));
  });

  it('knows means', () => {
    expect(median([3, 1])).toBe(2);
    expect(median([3, 1, 9])).toBe(3);
    expect(geometricMean([4, 0.25])).toBeCloseTo(1);
  });
});
