/** What is wanted of one figure of a measurement. */
export interface Limit<Measurement> {
  name: string;
  bound: 'at least' | 'at most';
  value: number;
  of: (measurement: Measurement) => number;
}

/** For what always takes something: nothing means that it was not found, so it misses every limit. */
export const unlessNothing = (figure: number | null | undefined): number => figure || Number.NaN;

const wordOf = ({ name, bound, value }: Limit<never>): string => {
  if (bound === 'at most' && value === 0) return `no ${name}`;
  return `${name} ${bound === 'at least' ? '≥' : '≤'} ${value}`;
};

/** What is wanted, and what of it a measurement misses, as two figures of its row. */
export const judgedBy = <Measurement>(
  limits: readonly Limit<Measurement>[],
  measurement: Measurement,
): { wanted: string; missed: string } => {
  const missed = limits.flatMap(({ name, bound, value, of }) => {
    const found = of(measurement);
    const isKept = bound === 'at least' ? found >= value : found <= value;
    return isKept ? [] : [`${name} ${Math.round(found * 100) / 100}`];
  });
  return { wanted: limits.map(wordOf).join(', '), missed: missed.join(', ') };
};
