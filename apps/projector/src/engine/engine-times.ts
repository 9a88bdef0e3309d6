import { setTimeout as delay } from 'node:timers/promises';

/** How often the projections of a process write and look around, in milliseconds. */
export interface EngineTimes {
  /** From the first event after a quiet time to the write: events that follow closely share one. 0: no wait. */
  gatherMs: number;
  /** Between two writes that move places only, because no document changed. */
  placesMs: number;
  /** Between two looks at how the projections do. */
  tickMs: number;
  /** Ticks between two looks for requests to build a view again. */
  requestTicks: number;
  /** Ticks between two signs of life in the read store, when nothing else has to be reported. */
  lifeTicks: number;
}

/** `embedded`: a question costs microseconds. `server`: each costs a round trip, of this process and of all others. */
export const engineTimes = {
  embedded: { gatherMs: 0, placesMs: 250, tickMs: 500, requestTicks: 1, lifeTicks: 1 },
  server: { gatherMs: 20, placesMs: 250, tickMs: 1_000, requestTicks: 2, lifeTicks: 5 },
} as const satisfies Record<string, EngineTimes>;

/** Waits that long, or until the signal aborts. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const realPause: Pause = (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined);
