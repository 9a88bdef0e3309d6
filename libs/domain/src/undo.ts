import { GuildhallError, type Fact } from '@guildhall/contracts';
import type { Evolved } from './decider.js';

/** A change that holds, on top of the one that it replaced. Never edited, so that forks of a state share it. */
interface Held<Previous> {
  /** Of the change, and of what brought it back after it was taken back. */
  eventIds: readonly (string | null)[];
  previous: Previous;
  below: Held<Previous> | null;
  depth: number;
}

interface Field<Previous> {
  /** The newest change that holds. */
  top: Held<Previous> | null;
  /** The newest event when it took a change back: to take that back in turn brings `taken` back. */
  undo: { eventId: string | null; previous: Previous; taken: Held<Previous> } | null;
}

const includes = (held: Held<unknown> | null, eventId: string): boolean => held?.eventIds.includes(eventId) === true;

/**
 * What undo needs to remember of one subject: the changes of each field that hold, newest first. Taking back the newest
 * uncovers the one before, which can be taken back next. Bounded: what is deeper than `limit` counts as unknown.
 */
export class ChangeMemory<Previous> {
  private readonly fields: Map<string, Field<Previous>>;

  constructor(
    private readonly limit: number,
    base: ChangeMemory<Previous> | null = null,
  ) {
    this.fields = new Map(base?.fields);
  }

  /** What it remembers now, for a fork of the state. */
  fork(): ChangeMemory<Previous> {
    return new ChangeMemory(this.limit, this);
  }

  touch(field: string, { eventId: ofEvent, undoes }: ChangeSource, previous: Previous): void {
    const eventId = ofEvent ?? null;
    const { top, undo } = this.fields.get(field) ?? { top: null, undo: null };
    if (undoes !== undefined && top !== null && includes(top, undoes))
      this.fields.set(field, { top: top.below, undo: { eventId, previous, taken: top } });
    else if (undoes !== undefined && undo !== null && undo.eventId === undoes) {
      const { taken } = undo;
      this.fields.set(field, { top: { ...taken, eventIds: [...taken.eventIds, eventId] }, undo: null });
    } else {
      const below = top !== null && top.depth >= 2 * this.limit ? newest(top, this.limit) : top;
      const depth = (below?.depth ?? 0) + 1;
      this.fields.set(field, { top: { eventIds: [eventId], previous, below, depth }, undo: null });
    }
  }

  /** What the event replaced; throws UNDO_SUPERSEDED or UNDO_UNKNOWN. */
  previousOf(eventId: string): Previous {
    for (const { top, undo } of this.fields.values()) {
      if (top !== null && includes(top, eventId)) return top.previous;
      if (undo?.eventId === eventId) return undo.previous;
    }
    throw new GuildhallError(this.isCovered(eventId) ? 'UNDO_SUPERSEDED' : 'UNDO_UNKNOWN', { eventId });
  }

  /** Whether a later change lies on top of that of the event, or it was taken back already. */
  private isCovered(eventId: string): boolean {
    for (const { top, undo } of this.fields.values()) {
      if (undo !== null && includes(undo.taken, eventId)) return true;
      let held = top;
      for (let seen = 0; held !== null && seen < this.limit; seen += 1) {
        if (includes(held, eventId)) return true;
        held = held.below;
      }
    }
    return false;
  }
}

/** The newest `count` changes; what lies below them is forgotten. */
const newest = <Previous>(top: Held<Previous>, count: number): Held<Previous> | null => {
  const kept: Held<Previous>[] = [];
  for (let held: Held<Previous> | null = top; held !== null && kept.length < count; held = held.below) kept.push(held);
  return kept.reduceRight<Held<Previous> | null>(
    (below, held) => ({ ...held, below, depth: (below?.depth ?? 0) + 1 }),
    null,
  );
};

/** Which event made a change, and which one it takes back. */
type ChangeSource = Pick<Evolved<Fact>, 'eventId' | 'undoes'>;
