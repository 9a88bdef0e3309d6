import type { Ordinal, RecordedEvent } from '@guildhall/contracts';
import { setImmediate as turn } from 'node:timers/promises';
import { isStoresOwn, isStrange } from './known-event.js';
import type { Pace, Place, ProjectionRunner } from './projection-runner.js';

/**
 * Hands the next events of the log to every runner and counts them.
 * @returns the place behind the last of them
 */
export const deliver = async (
  runners: readonly ProjectionRunner[],
  recorded: readonly RecordedEvent[],
  from: Place,
  pace: Pace,
): Promise<Place> => {
  const events = recorded.some(isStoresOwn) ? recorded.filter((event) => !isStoresOwn(event)) : recorded;
  const at = events.findIndex(isStrange);
  const known = at === -1 ? events : events.slice(0, at);
  const ordinal: Ordinal = from.ordinal + known.length;
  for (const runner of runners) await runner.feed(known, ordinal, pace);
  const stranger = events[at];
  if (stranger !== undefined) for (const runner of runners) runner.stopAt(stranger);
  // Stores that answer at once would otherwise keep leases, signals and files waiting until the head is reached.
  await turn();
  return { position: recorded.at(-1)?.position ?? from.position, ordinal: from.ordinal + events.length };
};

/** The place from which all of the runners can continue. */
export const firstPlace = (runners: readonly ProjectionRunner[]): Place =>
  runners.map((runner) => runner.place).reduce((first, place) => (place.ordinal < first.ordinal ? place : first));
