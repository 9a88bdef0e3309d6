import type { Ordinal, RecordedEvent } from '@guildhall/contracts';
import { setImmediate as turn } from 'node:timers/promises';
import { isStoresOwn, isStrange, unreadable } from '../known-event.js';
import type { ProjectionGroup } from '../projection-group.js';
import type { Pace, Place } from '../projection-runner.js';

/**
 * Hands the next events of the log to every runner of a group and counts them.
 * @returns the place behind the last of them
 */
export const deliver = async (
  group: ProjectionGroup,
  recorded: readonly RecordedEvent[],
  from: Place,
  pace: Pace,
): Promise<Place> => {
  const events = recorded.some(isStoresOwn) ? recorded.filter((event) => !isStoresOwn(event)) : recorded;
  const at = events.findIndex(isStrange);
  const known = at === -1 ? events : events.slice(0, at);
  const ordinal: Ordinal = from.ordinal + known.length;
  const newer = known.filter((event) => unreadable(event) !== null);
  await group.feed(known, ordinal, { pace, newer, stranger: events[at] });
  // Stores that answer at once would otherwise keep leases, signals and files waiting until the head is reached.
  await turn();
  return { position: recorded.at(-1)?.position ?? from.position, ordinal: from.ordinal + events.length };
};
