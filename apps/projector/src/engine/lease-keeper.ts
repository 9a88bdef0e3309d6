import { askFor, untilDue, type Lease, type Leases, type WaitTimes } from '@guildhall/leases';

export interface LeaseTimes extends WaitTimes {
  /** Longer than anything that keeps this process from renewing: making the indexes of a large view takes seconds. */
  ttlMs: number;
}
/**
 * `embedded`: a large index is made in this very thread, and a dead holder is seen at once. `server`: the database makes
 * it, and a holder that died on another machine must be replaced within five seconds.
 */
export const leaseTimes = {
  embedded: { ttlMs: 30_000, askMs: 250, lookMs: 250 },
  server: { ttlMs: 4_000, askMs: 1_000, lookMs: 250 },
} as const satisfies Record<string, LeaseTimes>;

/**
 * Who holds it writes all views. Earlier versions had a lease for each view and asked for this one first: under its name
 * a projector of such a version and one of this never work at the same time.
 */
export const projectorLease = 'projection:workspaces';

/** The one lease of all projections of this process. */
export class LeaseKeeper {
  private held: Lease | null = null;

  constructor(
    private readonly leases: Leases,
    private readonly holder: string,
    private readonly times: LeaseTimes = leaseTimes.embedded,
  ) {}

  /** Waits until the lease is ours; null when the signal aborts first. `waiting` receives the present holder. */
  async acquire(signal: AbortSignal, waiting: (holder: string) => void): Promise<Lease | null> {
    let reported = '';
    while (!signal.aborted) {
      const lease = await this.ask();
      if (this.held !== null) return this.held;
      const holder = lease?.holder ?? reported;
      if (holder !== reported) waiting(holder);
      reported = holder;
      await untilDue(lease, this.times, signal);
    }
    return null;
  }

  /** Null while a living process holds it; a dead one of this machine is not waited for. */
  async tryAcquire(): Promise<Lease | null> {
    await this.ask();
    return this.held;
  }

  /** Stores refuse a write with an older token than the newest that they have seen. */
  get token(): number {
    return this.held?.token ?? 0;
  }

  /** Renews the lease from now on; `lost` is called when another process took it. Returns how to end it. */
  keep(lost: () => void): () => void {
    const renewal = setInterval(() => void this.renew(lost), this.times.ttlMs / 4);
    return () => clearInterval(renewal);
  }

  async release(): Promise<void> {
    const lease = this.held;
    this.held = null;
    if (lease !== null) await this.leases.release(lease).catch(() => undefined);
  }

  private async ask(): Promise<Lease | null> {
    const lease = await askFor(this.leases, projectorLease, this.holder, this.times.ttlMs);
    this.held = lease?.holder === this.holder ? lease : null;
    return lease;
  }

  private async renew(lost: () => void): Promise<void> {
    const lease = this.held;
    if (lease === null) return;
    const renewed = await this.leases.renew(lease, this.times.ttlMs).catch(() => true);
    if (renewed || this.held !== lease) return;
    await this.ask().catch(() => null);
    if (this.held?.token !== lease.token) lost();
  }
}
