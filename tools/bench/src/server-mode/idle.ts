import { setTimeout as delay } from 'node:timers/promises';
import type { Figures } from '../harness/bench.js';
import { judgedBy, unlessNothing, type Limit } from './limit.js';
import { total } from './measured.js';
import { timesEach, type ProcessorTimes } from './part-processes.js';
import type { Site } from './site.js';

/** Views have caught up with the first workspaces after this time, and nothing is compiled any more. */
const settledMs = 3_000;

/** An installation that nobody asks for anything. */
export interface Idle {
  /** Percent of one core. */
  corePercent: ProcessorTimes;
  /** Commands to MongoDB a second, by process; null in embedded mode. */
  perProcess: ReadonlyMap<string, number> | null;
}

const limits: readonly Limit<ReadonlyMap<string, number>>[] = [
  { name: 'mongodb_per_s', bound: 'at most', value: 8, of: (all) => unlessNothing(total(all)) },
  { name: 'mongodb_per_s_each', bound: 'at most', value: 2, of: (all) => unlessNothing(Math.max(...all.values())) },
];

export const measureIdle = async ({ processes, commands }: Site, seconds: number): Promise<Idle> => {
  await delay(settledMs);
  commands?.take();
  const [before, begun] = [processes.processorMs(), performance.now()];
  await delay(seconds * 1_000);
  const lastedMs = performance.now() - begun;
  const corePercent = timesEach(before, processes.processorMs(), lastedMs / 100);
  if (commands === null) return { corePercent, perProcess: null };
  const counts = processes.byProcess(commands.take());
  return {
    corePercent,
    perProcess: new Map([...counts].map(([name, count]) => [name, (count / lastedMs) * 1_000])),
  };
};

const listed = (figures: ReadonlyMap<string, number>): string =>
  [...figures].map(([name, figure]) => `${name} ${figure.toFixed(1)}`).join(', ');

export const idleRow = (mode: string, { corePercent, perProcess }: Idle): Figures => ({
  case: `idle: ${mode}`,
  core_percent: listed(corePercent),
  ...(perProcess === null
    ? {}
    : {
        mongodb_per_s: Number(total(perProcess).toFixed(1)),
        mongodb_per_s_each: listed(perProcess),
        ...judgedBy(limits, perProcess),
      }),
});
