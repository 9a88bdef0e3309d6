import { tableOver, type Table } from './layered-map.js';

/** A map that remembers the newest `limit` keys only, so that a state cannot grow with its history. */
export class RecentKeys<Value> {
  private readonly values: Table<string, Value>;
  /** Keys in a ring: finding the oldest in the map itself would mean to step over everything deleted before. */
  private readonly ring: string[] = [];
  private at: number;

  constructor(
    private readonly limit: number,
    entries: Iterable<readonly [string, Value]> = [],
    private readonly base: RecentKeys<Value> | null = null,
  ) {
    this.values = tableOver(base?.values);
    this.at = base?.at ?? 0;
    for (const [key, value] of entries) this.add(key, value);
  }

  get size(): number {
    return this.values.size;
  }

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** A key that is there keeps its age. */
  add(key: string, value: Value): void {
    if (!this.values.has(key)) {
      const oldest = this.keyAt(this.at);
      if (oldest !== undefined) this.values.delete(oldest);
      this.ring[this.at] = key;
      this.at = (this.at + 1) % this.limit;
    }
    this.values.set(key, value);
  }

  /** Oldest first. */
  entries(): [string, Value][] {
    const found: [string, Value][] = [];
    for (let step = 0; step < this.limit; step += 1) {
      const key = this.keyAt((this.at + step) % this.limit);
      if (key !== undefined) found.push([key, this.values.get(key) as Value]);
    }
    return found;
  }

  /** Reads through to this one, which must not change as long as the fork is used. */
  fork(): RecentKeys<Value> {
    return new RecentKeys<Value>(this.limit, [], this);
  }

  private keyAt(index: number): string | undefined {
    return this.ring[index] ?? this.base?.keyAt(index);
  }
}
