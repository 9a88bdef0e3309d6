/** A map that remembers the newest `limit` keys only, so that a state cannot grow with its history. */
export class RecentKeys<Value> {
  private readonly values: Map<string, Value>;

  constructor(
    private readonly limit: number,
    entries: Iterable<readonly [string, Value]> = [],
  ) {
    this.values = new Map(entries);
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

  add(key: string, value: Value): void {
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size <= this.limit) return;
    const oldest = this.values.keys().next();
    if (oldest.done !== true) this.values.delete(oldest.value);
  }

  /** Oldest first. */
  entries(): [string, Value][] {
    return [...this.values];
  }
}
