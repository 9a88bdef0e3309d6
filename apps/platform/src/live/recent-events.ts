import type { EventItem, Ordinal, Position } from '@guildhall/contracts';

/** The newest events, so that a client that was away for a moment is brought up without reading the log. */
export class RecentEvents {
  private items: EventItem[] = [];

  constructor(
    private readonly capacity: number,
    private start: { position: Position; ordinal: Ordinal },
  ) {}

  add(items: readonly EventItem[]): void {
    this.items.push(...items);
    if (this.items.length < this.capacity * 2) return;
    const dropped = this.items.splice(0, this.items.length - this.capacity).at(-1);
    if (dropped !== undefined) this.start = { position: dropped.position, ordinal: dropped.ordinal };
  }

  /** Forgets everything up to there: a client that holds less needs a snapshot. */
  restartAt(start: { position: Position; ordinal: Ordinal }): void {
    this.items = [];
    this.start = start;
  }

  /** Everything after a position; null when it is too old or was never a position of this log. */
  after(position: Position): readonly EventItem[] | null {
    if (position === this.start.position) return this.items;
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.items[middle]?.position ?? '') < position) low = middle + 1;
      else high = middle;
    }
    return this.items[low]?.position === position ? this.items.slice(low + 1) : null;
  }

  /** Ordinal of a recent position; null when it is not one. */
  ordinalOf(position: Position): Ordinal | null {
    if (position === this.start.position) return this.start.ordinal;
    const rest = this.after(position);
    const last = this.items.at(-1);
    return rest === null || last === undefined ? null : last.ordinal - rest.length;
  }
}
