/** Time limits and pauses, in milliseconds. */
export interface CallTimes {
  /** One call, or one silence within a read. Longer than the 3 s until a retry in flight gets its answer. */
  call: number;
  /** From the first try of an append without an answer to the next. */
  retryAfter: number;
  /** How long an append with an unknown outcome is retried. */
  giveUp: number;
  /** How long a call retries an unavailable store before it fails. */
  unavailable: number;
  /** First pause between two tries, also between two probes of an unavailable store. It doubles each time. */
  pause: number;
  /** The longest of these pauses. */
  maxPause: number;
  /** How long opening waits for an unavailable store. */
  open: number;
  /** How long closing waits for the client. */
  close: number;
}

export const defaultTimes: CallTimes = {
  call: 4_000,
  retryAfter: 3_000,
  giveUp: 30_000,
  unavailable: 1_500,
  pause: 50,
  maxPause: 1_000,
  open: 15_000,
  close: 2_000,
};

/** Pause before the try with that number, counted from 0. */
export const pauseBefore = (tries: number, { pause, maxPause }: CallTimes): number =>
  Math.min(maxPause, pause * 2 ** Math.min(tries, 20));
