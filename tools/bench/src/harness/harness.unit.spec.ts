import { repeated, times } from './bench.js';
import { seededRandom, zipf } from './random.js';

describe('the harness of the benches', () => {
  it('draws the same numbers from the same seed, all of them between 0 and 1', () => {
    const draw = (seed: number): number[] => Array.from({ length: 100 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7).every((number) => number >= 0 && number < 1)).toBe(true);
  });

  it('prefers small indexes and stays within the count', () => {
    const random = seededRandom(1);
    const drawn = Array.from({ length: 10_000 }, () => zipf(random, 1_000));
    expect(Math.min(...drawn)).toBe(0);
    expect(Math.max(...drawn)).toBeLessThan(1_000);
    expect(drawn.filter((index) => index < 10).length).toBeGreaterThan(2_000);
  });

  it('gives percentiles of unsorted times', () => {
    const values = Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
    expect(times(values)).toEqual({ p50_ms: 501, p99_ms: 991, p999_ms: 1_000 });
  });

  it('quotes the median of the runs, with the spread', async () => {
    const results = [30, 10, 20];
    const row = await repeated('a case', 3, 'per_s', async () => ({ case: '', per_s: results.shift() ?? 0 }));
    expect(row).toEqual({ case: 'a case', per_s: 20, spread: '10–30' });
  });
});
