/** How long what may take, in milliseconds. */
export interface CallTimes {
  /** One call, or one silence within a read. Longer than the 3 s that a retry in flight needs for its answer. */
  call: number;
  /** An append without an answer is sent again no earlier than so long after the first try. */
  retryAfter: number;
  /** An append whose outcome is unknown is retried so long. */
  giveUp: number;
  /** A store that is away is asked again so long before a call fails. */
  unavailable: number;
  /** Pause between two tries, also of looking for a store that is away: the first, and the longest it grows to. */
  pause: number;
  longestPause: number;
  /** Opening waits so long for a store that is away. */
  open: number;
  /** Closing waits so long for the client. */
  close: number;
}

export const usualTimes: CallTimes = {
  call: 4_000,
  retryAfter: 3_000,
  giveUp: 30_000,
  unavailable: 1_500,
  pause: 50,
  longestPause: 1_000,
  open: 15_000,
  close: 2_000,
};

/** Pause before the try with that number, counted from 0: twice as long each time. */
export const pauseBefore = (tries: number, { pause, longestPause }: CallTimes): number =>
  Math.min(longestPause, pause * 2 ** Math.min(tries, 20));
