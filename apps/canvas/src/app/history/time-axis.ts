import type { HistoryRangeView } from '@guildhall/contracts';

/** One slice of the time bar. The axis counts events, so quiet hours take no room and busy seconds stay readable. */
export interface Slice {
  /** Start and width as fractions of the axis. */
  start: number;
  width: number;
  /** How busy it was, from 0 to 1, on a logarithmic scale. */
  height: number;
}
export interface Tick {
  at: string;
  /** Fraction of the axis. */
  place: number;
}
export interface TimeAxis {
  slices: readonly Slice[];
  ticks: readonly Tick[];
}

const tickCount = 6;

/** Slices and time labels for a log. */
export const timeAxis = ({ density }: Pick<HistoryRangeView, 'density'>): TimeAxis => {
  const total = density.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return { slices: [], ticks: [] };
  const busiest = Math.max(...density.map(({ count }) => count));
  let before = 0;
  const filled = density.flatMap(({ at, count }) => {
    if (count === 0) return [];
    const slice = { at, start: before / total, width: count / total, height: Math.log1p(count) / Math.log1p(busiest) };
    before += count;
    return [slice];
  });
  return { slices: filled.map(({ start, width, height }) => ({ start, width, height })), ticks: ticksOf(filled) };
};

/** Labels that keep their distance. */
const ticksOf = (filled: readonly { at: string; start: number }[]): Tick[] => {
  const ticks: Tick[] = [];
  for (const { at, start } of filled) {
    const previous = ticks.at(-1);
    if (start <= 1 - 0.5 / tickCount && (previous === undefined || start - previous.place >= 1 / tickCount))
      ticks.push({ at, place: start });
  }
  return ticks;
};
