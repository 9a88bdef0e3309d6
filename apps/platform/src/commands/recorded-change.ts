import type { CommandOutcome } from './executor/stream-executor.js';

/** What a change left in the log, as every answer has it. */
export interface RecordedChange {
  /** Of the last event; for a change that was none, of the stream's last event. */
  position: string;
  event_ids: string[];
}

/** Of all commands of one request. */
export const recordedChange = (...outcomes: readonly CommandOutcome[]): RecordedChange => ({
  position:
    outcomes
      .map(({ position }) => position ?? '')
      .sort()
      .at(-1) ?? '',
  event_ids: outcomes.flatMap(({ eventIds }) => eventIds),
});
