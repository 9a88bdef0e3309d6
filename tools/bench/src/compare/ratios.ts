import type { Figures } from '../harness/bench.js';

/**
 * The figures that show how fast a bench's workload is. Where the load is given, the rate says nothing and the wait
 * counts. B8 is a test.
 */
export const mainFigures: Readonly<Record<string, readonly string[]>> = {
  B1: ['events_per_s'],
  B2: ['per_s'],
  B2h: ['per_s'],
  B3: ['p50_ms'],
  B4: ['events_per_s'],
  B5: ['events_per_s'],
  B6: ['first_paint_ms', 'fps_p5', 'p50_ms'],
  B7: ['p50_ms'],
  B9: ['events_per_s'],
  B10: ['ready_ms'],
  B12: ['p50_ms'],
  B13: ['p50_ms'],
};

/** One case of a bench, taken in both trees one after the other. Above 1: this tree is faster. */
export interface CaseRatio {
  case: string;
  ratio: number;
}

const isBaseline = ({ case: name }: Figures): boolean => name.startsWith('baseline');
const isSmallerBetter = (figure: string): boolean => figure.endsWith('_ms');

/** Ratios of the cases that both trees have. */
export const ratiosOf = (id: string, ours: readonly Figures[], theirs: readonly Figures[]): CaseRatio[] =>
  ours
    .filter((row) => !isBaseline(row))
    .flatMap((row) =>
      (mainFigures[id] ?? []).flatMap((figure) => {
        const other = theirs.find(({ case: name }) => name === row.case)?.[figure];
        const own = row[figure];
        if (typeof own !== 'number' || typeof other !== 'number' || own <= 0 || other <= 0) return [];
        return [{ case: `${row.case}: ${figure}`, ratio: isSmallerBetter(figure) ? other / own : own / other }];
      }),
    );

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
};

/** The mean that treats twice as fast and half as fast as opposites. */
export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** `pairs`: one list of ratios for each run in turn. `ratio` is the median over the pairs; each pair counts with the mean of its cases. */
export const verdictOf = (pairs: readonly (readonly CaseRatio[])[]): { ratio: number; cases: CaseRatio[] } => {
  const names = [...new Set(pairs.flatMap((pair) => pair.map(({ case: name }) => name)))];
  const ratiosOfCase = (name: string): number[] =>
    pairs.flatMap((pair) => pair.filter((entry) => entry.case === name).map(({ ratio }) => ratio));
  return {
    ratio: median(pairs.map((pair) => geometricMean(pair.map(({ ratio }) => ratio)))),
    cases: names.map((name) => ({ case: name, ratio: median(ratiosOfCase(name)) })),
  };
};
