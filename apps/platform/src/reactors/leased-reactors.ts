import { askFor, untilDue, type Lease, type Leases, type WaitTimes } from '@guildhall/leases';
import { Injectable, Optional } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { InjectLogger } from '../stores/injection.js';
import type { Reactor } from './reactor.js';
import { ReactorSharing, type SharedReactors } from './reactor-sharing.js';
import { Reactors } from './reactors.js';

export interface ReactorTimes extends WaitTimes {
  /** Reactors whose process died are taken over after this at the latest. */
  ttlMs: number;
  renewMs: number;
}
const defaultTimes: ReactorTimes = { ttlMs: 4_000, renewMs: 1_000, askMs: 1_000, lookMs: 250 };

/** The platform that holds it runs all reactors. */
export const reactorsLease = 'reactors';

/** A lease, and when at the latest it was renewed, by this process's own clock. */
interface Tenure {
  lease: Lease;
  renewedAt: number;
}

/** Ends by itself, or because the lease is lost. */
type Attempt = () => Promise<'done' | 'lost'>;

/**
 * Keeps all reactors running in exactly one platform. Without leases it starts them at once: then the log's own lock
 * makes sure that there is no other platform.
 */
@Injectable()
export class LeasedReactors {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

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
    else this.running = this.keep(shared);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    if (this.sharing.shared === null) for (const reactor of this.reactors.all()) await reactor.stop();
  }

  private async keep({ store, holder, caughtUp }: SharedReactors): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const renewedAt = performance.now();
      const lease = await this.ask(store, holder);
      if (lease?.holder !== holder) {
        await untilDue(lease, this.times, signal);
        continue;
      }
      this.log.info({ lease: lease.token }, 'this platform has the reactors');
      const ended = new AbortController();
      const lost = this.hold({ lease, renewedAt }, store, AbortSignal.any([signal, ended.signal]));
      await this.work(caughtUp, lost);
      ended.abort();
      await lost;
      await store.release(lease).catch(() => undefined);
    }
  }

  /**
   * Runs the reactors until the lease is lost. It is renewed from the beginning: a start may last longer than it does.
   * What the holder before recorded is folded first, so that nothing of it is done a second time.
   */
  private async work(caughtUp: () => Promise<void>, lost: Promise<void>): Promise<void> {
    const ended = lost.then((): 'lost' => 'lost');
    const caught = await this.retried(ended, 'the platform could not catch up with the log', () =>
      Promise.race([ended, caughtUp().then((): 'done' => 'done')]),
    );
    if (caught === 'lost') return;
    await Promise.all(
      this.reactors.all().map((reactor) =>
        this.retried(ended, `the reactor ${reactor.name} could not start`, async () => {
          await this.run(reactor, lost);
          return 'lost';
        }),
      ),
    );
  }

  /** Tries again after each failure, until `attempt` succeeds or the lease is lost. */
  private async retried(ended: Promise<'lost'>, failure: string, attempt: Attempt): Promise<'done' | 'lost'> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        this.log.error({ err: error }, `${failure}; the platform tries again`);
      }
      const pause = this.pause(this.times.renewMs, this.stopping.signal).then((): 'again' => 'again');
      if ((await Promise.race([ended, pause])) === 'lost') return 'lost';
    }
  }

  private async run(reactor: Reactor, lost: Promise<void>): Promise<void> {
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
        this.log.warn('another platform may have the reactors now; they stop here');
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

  private async ask(store: Leases, holder: string): Promise<Lease | null> {
    try {
      return await askFor(store, reactorsLease, holder, this.times.ttlMs);
    } catch (error) {
      this.log.warn({ err: error }, 'the leases cannot be read; the platform tries again');
      return null;
    }
  }

  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return delay(ms, undefined, { signal }).catch(() => undefined);
  }
}
