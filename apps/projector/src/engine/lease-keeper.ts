import type { Lease, Leases } from '@guildhall/leases';
import { setTimeout as delay } from 'node:timers/promises';
import { isGone } from '@guildhall/leases';

export interface LeaseTimes {
  /** Longer than anything that keeps this process from renewing: making the indexes of a large view takes seconds. */
  ttlMs: number;
  /** Pause between two tries to get a lease that another process holds. */
  retryMs: number;
}
/**
 * `embedded`: a large index is made in this very thread, and a dead holder is seen at once. `server`: the database makes
 * it, and a holder that died on another machine must be replaced within five seconds.
 */
export const leaseTimes = {
  embedded: { ttlMs: 30_000, retryMs: 250 },
  server: { ttlMs: 4_000, retryMs: 250 },
} as const satisfies Record<string, LeaseTimes>;

export const leaseName = (view: string): string => `projection:${view}`;

/** The leases of the projections of this process: got one by one, renewed together. */
export class LeaseKeeper {
  private readonly held = new Map<string, Lease>();

  constructor(
    private readonly leases: Leases,
    private readonly holder: string,
    private readonly times: LeaseTimes = leaseTimes.embedded,
  ) {}

  /** Waits until the lease of the view is ours; null when the signal aborts first. `waiting` receives the present holder. */
  async acquire(view: string, signal: AbortSignal, waiting: (holder: string) => void): Promise<Lease | null> {
    let reported = '';
    while (!signal.aborted) {
      const lease = await this.tryAcquire(view);
      if (lease !== null) return lease;
      const holder = (await this.leases.current(leaseName(view)))?.holder ?? reported;
      if (holder !== reported) waiting(holder);
      reported = holder;
      await delay(this.times.retryMs, undefined, { signal }).catch(() => undefined);
    }
    return null;
  }

  /** Null while a living process holds it; a dead one of this machine is not waited for. */
  async tryAcquire(view: string): Promise<Lease | null> {
    const name = leaseName(view);
    let lease = await this.leases.acquire(name, this.holder, this.times.ttlMs);
    if (lease === null) {
      const current = await this.leases.current(name);
      if (current !== null && isGone(current.holder)) {
        await this.leases.release(current);
        lease = await this.leases.acquire(name, this.holder, this.times.ttlMs);
      }
    }
    if (lease !== null) this.held.set(view, lease);
    return lease;
  }

  token(view: string): number {
    return this.held.get(view)?.token ?? 0;
  }

  /** Renews all of them from now on; `lost` receives a view whose lease another process took. Returns how to end it. */
  keep(lost: (view: string) => void): () => void {
    const renewal = setInterval(() => void this.renewAll(lost), this.times.ttlMs / 4);
    return () => clearInterval(renewal);
  }

  async releaseAll(): Promise<void> {
    for (const lease of this.held.values()) await this.leases.release(lease).catch(() => undefined);
    this.held.clear();
  }

  private async renewAll(lost: (view: string) => void): Promise<void> {
    for (const [view, lease] of this.held) {
      const renewed = await this.leases.renew(lease, this.times.ttlMs).catch(() => true);
      if (renewed || this.held.get(view) !== lease) continue;
      if ((await this.tryAcquire(view))?.token !== lease.token) lost(view);
    }
  }
}
