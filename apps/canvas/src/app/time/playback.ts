import { millisecondsOf, type EventItem } from '@guildhall/contracts';

/** Longer pauses are shortened to this, so that a night passes quickly. */
export const longestPauseMs = 2_000;
export const speeds = [1, 2, 4, 8, 16, 32, 64] as const;

export interface Pace {
  /** Time of the event shown last, in milliseconds since 1970. */
  lastAt: number;
  /** Time that passed on screen and is not spent yet, in milliseconds. */
  unspentMs: number;
}

/** How many events of the queue are due after `passedMs` more on screen, and the pace from there. */
export const due = (
  queue: readonly EventItem[],
  pace: Pace,
  passedMs: number,
  speed: number,
): { count: number; pace: Pace } => {
  let { lastAt, unspentMs } = pace;
  unspentMs += passedMs;
  let count = 0;
  for (const item of queue) {
    const at = millisecondsOf(item.recordedAt);
    const pause = Math.min(Math.max(0, at - lastAt), longestPauseMs) / speed;
    if (pause > unspentMs) break;
    unspentMs -= pause;
    lastAt = at;
    count += 1;
  }
  return { count, pace: { lastAt, unspentMs: count === queue.length ? 0 : unspentMs } };
};
