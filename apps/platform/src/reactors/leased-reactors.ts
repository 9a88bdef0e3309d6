import { isGone, type Lease, type Leases } from '@guildhall/leases';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Something that acts on what the log says, in one process at a time. It can be started again after a stop. */
export interface Reactor {
  readonly name: string;
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}

export interface ReactorTimes {
  /** A reactor whose process died is taken over after this at the latest. */
  ttlMs: number;
  renewMs: number;
  retryMs: number;
}
const defaultTimes: ReactorTimes = { ttlMs: 4_000, renewMs: 1_000, retryMs: 250 };

/**
 * Keeps every reactor going in exactly one platform. Without leases it starts them at once: then the log's own lock
 * says that there is no other platform.
 */
export class LeasedReactors {
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  constructor(
    private readonly reactors: readonly Reactor[],
    private readonly leases: { store: Leases; holder: string } | null,
    private readonly log: Logger,
    private readonly times: ReactorTimes = defaultTimes,
  ) {}

  /** Resolves when the reactors work, or wait for the platform that has them. */
  async start(): Promise<void> {
    const { leases } = this;
    if (leases === null) for (const reactor of this.reactors) await reactor.start();
    else this.running = this.reactors.map((reactor) => this.keep(reactor, leases.store, leases.holder));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    if (this.leases === null) for (const reactor of this.reactors) await reactor.stop();
  }

  private async keep(reactor: Reactor, store: Leases, holder: string): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const lease = await this.acquire(`reactor:${reactor.name}`, store, holder);
      if (lease === null) {
        await this.pause(this.times.retryMs);
        continue;
      }
      this.log.info({ reactor: reactor.name, lease: lease.token }, 'this platform has the reactor');
      try {
        await reactor.start();
        await this.hold(lease, store);
      } catch (error) {
        this.log.error({ err: error, reactor: reactor.name }, 'a reactor could not start; it is tried again');
        await this.pause(this.times.renewMs);
      }
      await reactor.stop();
      await store.release(lease).catch(() => undefined);
    }
  }

  /** Until the lease is lost or this process stops. A store that cannot be asked counts as lost after the lease's time. */
  private async hold(lease: Lease, store: Leases): Promise<void> {
    let renewedAt = performance.now();
    while (!this.stopping.signal.aborted) {
      await this.pause(this.times.renewMs);
      const askedAt = performance.now();
      const renewed = await store.renew(lease, this.times.ttlMs).catch(() => null);
      if (renewed === true) renewedAt = askedAt;
      if (renewed === false || performance.now() - renewedAt > this.times.ttlMs) {
        this.log.warn({ reactor: lease.name }, 'another platform may have the reactor now; it stops here');
        return;
      }
    }
  }

  /** Null while a living process has it; a dead one of this machine is not waited for. */
  private async acquire(name: string, store: Leases, holder: string): Promise<Lease | null> {
    try {
      const lease = await store.acquire(name, holder, this.times.ttlMs);
      if (lease !== null) return lease;
      const current = await store.current(name);
      if (current !== null && isGone(current.holder)) await store.release(current);
    } catch (error) {
      this.log.warn({ err: error, lease: name }, 'the leases cannot be asked; it is tried again');
    }
    return null;
  }

  private pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
