import { instantOf, millisecondsOf, type Instant } from '@guildhall/contracts';

/** Ends without a request, as far as they count for the next start. */
export interface Crashes {
  /** When it crashed within the last window, oldest first. */
  crashes: Instant[];
  /** Crashes since the last long run or restart: the backoff grows with it. */
  crashesInARow: number;
}

export const crashLoop = { crashes: 5, windowMs: 300_000, firstPauseMs: 1_000, longestPauseMs: 30_000 } as const;

export const noCrashes: Crashes = { crashes: [], crashesInARow: 0 };

/** Crashes that still count at `now`; a run of a whole window makes up for all of them. */
export const crashesAt = (state: Crashes & { runningSince: Instant | null }, now: Instant): Crashes => {
  const at = millisecondsOf(now);
  const { runningSince, crashes, crashesInARow } = state;
  if (runningSince !== null && at - millisecondsOf(runningSince) >= crashLoop.windowMs) return noCrashes;
  return { crashes: crashes.filter((crash) => at - millisecondsOf(crash) < crashLoop.windowMs), crashesInARow };
};

/** Not before this may it start again after one more crash. */
export const backoffUntil = ({ crashesInARow }: Crashes, now: Instant): Instant =>
  instantOf(millisecondsOf(now) + Math.min(crashLoop.longestPauseMs, crashLoop.firstPauseMs * 2 ** crashesInARow));
