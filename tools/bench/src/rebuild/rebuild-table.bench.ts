import type { Bench } from '../harness/bench.js';
import { measureRebuild } from './rebuild.bench.js';

export const rebuildBench: Bench = {
  id: 'B4',
  title: 'rebuild of all views',
  target: '≥ 70 000 events/s, ≤ 15 s for 1 000 000, ≤ 350 MB',
  modes: { instead: 'B21' },
  run: async ({ quick }) => {
    const runs = await measureRebuild(quick ? 100_000 : 1_000_000, quick ? 1 : 3);
    return runs.map(({ events, seconds, perSecond, residentMb, ownMb, naivePerSecond }, index) => ({
      case: `${events} events, run ${index + 1}`,
      seconds: Number(seconds.toFixed(1)),
      events_per_s: Math.round(perSecond),
      resident_mb: Math.round(residentMb),
      own_mb: Math.round(ownMb),
      baseline_events_per_s: Math.round(naivePerSecond),
    }));
  },
};
