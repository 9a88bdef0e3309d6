import type { Position } from '@guildhall/contracts';
import type { AllPage, EventStore } from '@guildhall/event-store';
import { deliver } from './delivery.js';
import type { ProjectionGroup } from '../projection-group.js';

export interface ReplayOptions {
  signal: AbortSignal;
  /** Inclusive; absent: the head of the log, as it is when it is reached. */
  upTo?: Position;
}

const pageEvents = 4_000;

/** Takes a group through the past of the log in bulk: the next page is read while this one is folded. */
export const replay = async (
  log: EventStore,
  group: ProjectionGroup,
  { signal, upTo }: ReplayOptions,
): Promise<void> => {
  if (group.runners.length === 0) return;
  let place = group.firstPlace;
  const read = (after: Position | null): Promise<AllPage> => {
    const page = log.readAll({ ...(after === null ? {} : { after }), limit: pageEvents });
    page.catch(() => undefined);
    return page;
  };
  let reading = read(place.position);
  for (;;) {
    const page = await reading;
    const isLast = page.end || page.next === null || (upTo !== undefined && page.next >= upTo);
    if (!isLast) reading = read(page.next);
    const events = upTo === undefined ? page.events : page.events.filter((event) => event.position <= upTo);
    place = await deliver(group, events, place, 'bulk');
    if (isLast || signal.aborted || group.runners.every((runner) => runner.error !== null)) break;
  }
  await group.flush();
};
