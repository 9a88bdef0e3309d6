import { isGone, type Lease, type Leases } from '@guildhall/leases';
import { Injectable, Optional } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { InjectLogger } from '../stores/injection.js';
import type { Reactor } from './reactor.js';
import { ReactorSharing, type SharedReactors } from './reactor-sharing.js';
import { Reactors } from './reactors.js';

export interface ReactorTimes {
  /** A reactor whose process died is taken over after this at the latest. */
  ttlMs: number;
  renewMs: number;
  retryMs: number;
}
const defaultTimes: ReactorTimes = { ttlMs: 4_000, renewMs: 1_000, retryMs: 250 };

/** A lease, and when at the latest it was renewed, by this process's own clock. */
interface Tenure {
  lease: Lease;
  renewedAt: number;
}

/**
 * Keeps every reactor running in exactly one platform. Without leases it starts them at once: then the log's own lock
 * makes sure that there is no other platform.
 */
@Injectable()
export class LeasedReactors {
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  constructor(
    private readonly reactors: Reactors,
    private readonly sharing: ReactorSharing,
    @InjectLogger() private readonly log: Logger,
    @Optional() private readonly times: ReactorTimes = defaultTimes,
  ) {}

  /** Resolves when the reactors work, or wait for the platform that has them. */
  async start(): Promise<void> {
    const { shared } = this.sharing;
    if (shared === null) for (const reactor of this.reactors.all()) await reactor.start();
    else this.running = this.reactors.all().map((reactor) => this.keep(reactor, shared));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    if (this.sharing.shared === null) for (const reactor of this.reactors.all()) await reactor.stop();
  }

  private async keep(reactor: Reactor, { store, holder, caughtUp }: SharedReactors): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const tenure = await this.acquire(`reactor:${reactor.name}`, store, holder);
      if (tenure === null) {
        await this.pause(this.times.retryMs, signal);
        continue;
      }
      this.log.info({ reactor: reactor.name, lease: tenure.lease.token }, 'this platform has the reactor');
      const ended = new AbortController();
      const lost = this.hold(tenure, store, AbortSignal.any([signal, ended.signal]));
      try {
        await this.work(reactor, caughtUp, lost);
      } catch (error) {
        this.log.error({ err: error, reactor: reactor.name }, 'a reactor could not start; the platform tries again');
        await this.pause(this.times.renewMs, signal);
      }
      ended.abort();
      await lost;
      await store.release(tenure.lease).catch(() => undefined);
    }
  }

  /**
   * Until the lease is lost. The lease is renewed from the beginning: a start may last longer than it does. What the
   * holder before recorded is folded first, so that nothing of it is done a second time.
   */
  private async work(reactor: Reactor, caughtUp: () => Promise<void>, lost: Promise<void>): Promise<void> {
    const isLost = lost.then(() => true);
    if (await Promise.race([isLost, caughtUp().then(() => false)])) return;
    const starting = (async () => reactor.start())();
    try {
      await Promise.race([starting, lost]);
      await lost;
    } finally {
      await reactor.stop();
      await starting.catch(() => undefined);
      // A start that was still under way when it was stopped may have begun things again.
      await reactor.stop();
    }
  }

  /** Resolves when the lease is lost or `signal` aborts. A store that does not answer counts as lost in time. */
  private async hold({ lease, renewedAt }: Tenure, store: Leases, signal: AbortSignal): Promise<void> {
    const { ttlMs, renewMs } = this.times;
    let heldUntil = renewedAt + ttlMs;
    while (!signal.aborted) {
      await this.pause(renewMs, signal);
      if (signal.aborted) return;
      const askedAt = performance.now();
      const renewed = await this.renew(lease, store, heldUntil - askedAt);
      if (renewed === true) heldUntil = askedAt + ttlMs;
      if (renewed === false || performance.now() > heldUntil) {
        this.log.warn({ reactor: lease.name }, 'another platform may have the reactor now; it stops here');
        return;
      }
    }
  }

  /** Null when the store fails, or does not answer within `waitMs`. */
  private async renew(lease: Lease, store: Leases, waitMs: number): Promise<boolean | null> {
    const answered = new AbortController();
    const late = this.pause(Math.max(0, waitMs), answered.signal).then(() => null);
    try {
      return await Promise.race([store.renew(lease, this.times.ttlMs).catch(() => null), late]);
    } finally {
      answered.abort();
    }
  }

  /** Null while a living process has it; a dead one of this machine is not waited for. */
  private async acquire(name: string, store: Leases, holder: string): Promise<Tenure | null> {
    try {
      const renewedAt = performance.now();
      const lease = await store.acquire(name, holder, this.times.ttlMs);
      if (lease !== null) return { lease, renewedAt };
      const current = await store.current(name);
      if (current !== null && isGone(current.holder)) await store.release(current);
    } catch (error) {
      this.log.warn({ err: error, lease: name }, 'the leases cannot be read; the platform tries again');
    }
    return null;
  }

  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return delay(ms, undefined, { signal }).catch(() => undefined);
  }
}
