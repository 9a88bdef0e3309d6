import type { Modes } from './modes.js';

/** One line of a result: the work, and its figures by name (with the unit in the name). */
export interface Figures {
  case: string;
  [figure: string]: string | number;
}

/** One workload. `quick` is for trying it out: one short run. */
export interface Bench {
  id: string;
  title: string;
  target: string;
  modes: Modes;
  run(options: { quick: boolean }): Promise<Figures[]>;
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** Percentiles of times in milliseconds, rounded to hundredths. */
export const times = (values: number[]): { p50_ms: number; p99_ms: number; p999_ms: number } => {
  values.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(percentile(values, part) * 100) / 100;
  return { p50_ms: at(0.5), p99_ms: at(0.99), p999_ms: at(0.999) };
};

/** Runs a case several times and gives the median with the spread of one figure. */
export const repeated = async (
  name: string,
  runs: number,
  figure: string,
  measure: () => Promise<Figures>,
): Promise<Figures> => {
  const results: Figures[] = [];
  for (let run = 0; run < runs; run += 1) results.push(await measure());
  results.sort((a, b) => Number(a[figure]) - Number(b[figure]));
  const median = results[results.length >> 1] as Figures;
  const spread = `${Math.round(Number(results[0]?.[figure]))}–${Math.round(Number(results.at(-1)?.[figure]))}`;
  return { ...median, case: name, ...(runs > 1 ? { spread } : {}) };
};
