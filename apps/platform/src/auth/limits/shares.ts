/** What many keys hold at the same time, as a sum for each. Nothing is kept of a key that holds nothing. */
export class Shares {
  private readonly held = new Map<string, number>();

  of(key: string): number {
    return this.held.get(key) ?? 0;
  }

  /** Number of keys that hold something. */
  get size(): number {
    return this.held.size;
  }

  /** Adds to what the key holds; the result takes it back, once. */
  hold(key: string, amount: number): () => void {
    this.held.set(key, this.of(key) + amount);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = this.of(key) - amount;
      if (left > 0) this.held.set(key, left);
      else this.held.delete(key);
    };
  }
}
