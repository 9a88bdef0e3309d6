import type { Bench } from '../harness/bench.js';
import { measureLag } from './lag.bench.js';

export const lagBench: Bench = {
  id: 'B3',
  title: 'from commit to readable, at 5 000 events/s',
  target: 'p99 ≤ 50 ms',
  modes: { instead: 'B20' },
  run: async ({ quick }) => {
    const { perSecond, views } = await measureLag(5_000, quick ? 4 : 20);
    return views.map(({ view, p50, p99, worst }) => ({
      case: view,
      events_per_s: Math.round(perSecond),
      p50_ms: Math.round(p50),
      p99_ms: Math.round(p99),
      worst_ms: Math.round(worst),
    }));
  },
};
