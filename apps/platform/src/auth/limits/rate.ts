/** Keys that are remembered before those that owe nothing are forgotten. */
const remembered = 4_096;
/** How far ahead of an even pace a key may be, in milliseconds. */
const aheadMs = 2_000;

/**
 * How often each of many keys may do something: so many times a second, and twice as many at once after a pause. It keeps
 * one number for a key, the time at which everything taken so far would have been taken at an even pace.
 */
export class Rate {
  private readonly evenUntil = new Map<string, number>();
  private forgetAt = remembered;

  constructor(private readonly now: () => number) {}

  /** Milliseconds to wait; 0: taken. `perSecond`: how often the key may. */
  take(key: string, perSecond: number): number {
    const now = this.now();
    const even = Math.max(now, this.evenUntil.get(key) ?? now);
    const ahead = even - now;
    const waitMs = ahead + 1_000 / perSecond - aheadMs;
    if (waitMs > 0) return waitMs;
    this.evenUntil.set(key, even + 1_000 / perSecond);
    if (this.evenUntil.size > this.forgetAt) this.forget(now);
    return 0;
  }

  /** Number of keys that are remembered. */
  get size(): number {
    return this.evenUntil.size;
  }

  private forget(now: number): void {
    for (const [key, even] of this.evenUntil) if (even <= now) this.evenUntil.delete(key);
    this.forgetAt = Math.max(remembered, this.evenUntil.size * 2);
  }
}
