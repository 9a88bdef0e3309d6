import type { Bench, Figures } from '../harness/bench.js';
import type { Mode } from '../harness/modes.js';
import { cases, ratioOf, type Pair } from './cases.js';
import { idleRow, measureIdle, type Idle } from './idle.js';
import { judgedBy } from './limit.js';
import { measure, type Measured } from './measured.js';
import { withMongo } from './mongo-server.js';
import { parts } from './part-processes.js';
import { withSite } from './site.js';

interface Taken {
  idle: Idle;
  /** In the order of `cases`. */
  cases: Measured[];
}

const take = (mode: Mode, seconds: number): Promise<Taken> =>
  withSite(mode, async (site) => {
    console.error(`${mode}: idle`);
    const idle = await measureIdle(site, seconds);
    const measured: Measured[] = [];
    for (const one of cases) {
      console.error(`${mode}: ${one.name}`);
      measured.push(await measure(site, one, seconds));
    }
    return { idle, cases: measured };
  });

const hundredths = (value: number): number => Math.round(value * 100) / 100;

const figuresOf = ({ perSecond, p50, p99, refused, refusals, processorMs, mongoCommands }: Measured) => ({
  per_s: Math.round(perSecond),
  p50_ms: hundredths(p50),
  p99_ms: hundredths(p99),
  refused,
  by_status: [...refusals].map(([status, count]) => `${status} × ${count}`).join(', '),
  ...Object.fromEntries(
    parts.flatMap((part) => {
      const ms = processorMs.get(part);
      return ms === undefined ? [] : [[`${part}_ms`, hundredths(ms)]];
    }),
  ),
  ...(mongoCommands === null ? {} : { mongodb_commands: hundredths(mongoCommands) }),
});

const rowsOf = (index: number, pair: Pair): Figures[] => {
  const { name = '', limits = [] } = cases[index] ?? {};
  const judged = { ratio: hundredths(ratioOf(pair)), ...judgedBy(limits, pair) };
  return [
    { case: `${name}: embedded`, ...figuresOf(pair.embedded) },
    { case: `${name}: server`, ...figuresOf(pair.server), ...judged },
  ];
};

export const serverModeBench: Bench = {
  id: 'B20',
  title: 'server mode beside embedded mode, in one run',
  target: 'of each row in its column "wanted"; "missed" says what it misses',
  modes: 'fixed',
  run: ({ quick }) =>
    withMongo(async () => {
      const seconds = quick ? 4 : 15;
      const embedded = await take('embedded', seconds);
      const server = await take('server', seconds);
      const rows = embedded.cases.flatMap((measured, index) => {
        const beside = server.cases[index];
        return beside === undefined ? [] : rowsOf(index, { embedded: measured, server: beside });
      });
      return [...rows, idleRow('embedded', embedded.idle), idleRow('server', server.idle)];
    }),
};
