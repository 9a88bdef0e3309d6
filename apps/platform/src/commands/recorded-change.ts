import type { CommandAnswer } from '@guildhall/contracts';
import type { CommandOutcome } from './executor/stream-executor.js';

/** Position and event ids of all commands of one request; a command that changed nothing gives its stream's last position. */
export const recordedChange = (...outcomes: readonly CommandOutcome[]): CommandAnswer => ({
  position:
    outcomes
      .map(({ position }) => position ?? '')
      .sort()
      .at(-1) ?? '',
  event_ids: outcomes.flatMap(({ eventIds }) => eventIds),
});
