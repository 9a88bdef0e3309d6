/** A position as clients see it. Both parts are byte offsets in a real node; records are never neighbours. */
export interface LogPosition {
  commit: bigint;
  prepare: bigint;
}

const first = 548;
const step = 160;

/** 0 to 63, always the same for the same record: gaps are uneven like byte offsets, so a reader cannot count with them. */
const jitter = (number: number): number => ((number * 2_654_435_761) % 2 ** 32) >>> 26;

/** Commit position of the record with that number. */
export const commitOf = (number: number): number => first + (number - 1) * step + jitter(number);

/** How many records begin before that commit position, and whether one begins exactly there. */
export const recordsBefore = (commit: bigint): { count: number; isRecord: boolean } => {
  const at = Number(commit);
  let number = Math.max(1, Math.floor((at - first) / step));
  while (commitOf(number) < at) number += 1;
  return { count: number - 1, isRecord: commitOf(number) === at };
};
