/** A map that remembers the newest `limit` keys only, so that a state cannot grow with its history. */
export class RecentKeys<Value> {
  private readonly values = new Map<string, Value>();
  /** Keys in a ring: finding the oldest in the map itself would mean to step over everything deleted before. */
  private readonly ring: string[] = [];
  private at = 0;

  constructor(
    private readonly limit: number,
    entries: Iterable<readonly [string, Value]> = [],
  ) {
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
      const oldest = this.ring[this.at];
      if (oldest !== undefined) this.values.delete(oldest);
      this.ring[this.at] = key;
      this.at = (this.at + 1) % this.limit;
    }
    this.values.set(key, value);
  }

  /** Oldest first. */
  entries(): [string, Value][] {
    const keys = [...this.ring.slice(this.at), ...this.ring.slice(0, this.at)];
    return keys.map((key) => [key, this.values.get(key) as Value]);
  }
}
