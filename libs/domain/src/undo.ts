import { GuildhallError } from '@guildhall/contracts';
import { RecentKeys } from './recent-keys.js';

/** The last event that touched a field, and how to take it back. */
export interface LastChange<Previous> {
  eventId: string | null;
  previous: Previous;
}

/**
 * What undo needs to remember of one subject: the last change of each field, and the ids of changes that a later one
 * has replaced. Bounded: an id that is older than the newest `limit` replaced ones counts as unknown.
 */
export class ChangeMemory<Previous> {
  private readonly last: Map<string, LastChange<Previous>>;
  private readonly replaced: RecentKeys<true>;

  constructor(
    private readonly limit: number,
    base: ChangeMemory<Previous> | null = null,
  ) {
    this.last = new Map(base?.last);
    this.replaced = base === null ? new RecentKeys(limit) : base.replaced.fork();
  }

  /** What it remembers now, for a fork of the state. */
  fork(): ChangeMemory<Previous> {
    return new ChangeMemory(this.limit, this);
  }

  touch(field: string, eventId: string | undefined, previous: Previous): void {
    const before = this.last.get(field)?.eventId;
    if (before != null) this.replaced.add(before, true);
    this.last.set(field, { eventId: eventId ?? null, previous });
  }

  /** What the event replaced; throws UNDO_SUPERSEDED or UNDO_UNKNOWN. */
  previousOf(eventId: string): Previous {
    for (const change of this.last.values()) if (change.eventId === eventId) return change.previous;
    throw this.replaced.has(eventId)
      ? new GuildhallError('UNDO_SUPERSEDED', { eventId })
      : new GuildhallError('UNDO_UNKNOWN', { eventId });
  }
}
