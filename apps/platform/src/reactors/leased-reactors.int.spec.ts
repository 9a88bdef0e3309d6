import { openEmbeddedLeases, type Leases } from '@guildhall/leases';
import { until } from '@guildhall/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { LeasedReactors, reactorsLease } from './leased-reactors.js';
import type { Reactor } from './reactor.js';
import type { Reactors } from './reactors.js';

const times = { ttlMs: 400, renewMs: 50, askMs: 20, lookMs: 20 };
const silent = pino({ level: 'silent' });

const only = (reactor: Reactor): Reactors => ({ all: () => [reactor] }) as unknown as Reactors;

class Counted implements Reactor {
  readonly name = 'counted';
  isRunning = false;
  starts = 0;
  start(): void | Promise<void> {
    this.isRunning = true;
    this.starts += 1;
  }
  stop(): void {
    this.isRunning = false;
  }
}

/** A start that lasts until it is let go; what it began goes on until a stop after it. */
class Slow extends Counted {
  stops = 0;
  private readonly gate = Promise.withResolvers<void>();
  letGo(): void {
    this.gate.resolve();
  }
  override async start(): Promise<void> {
    this.starts += 1;
    await this.gate.promise;
    this.isRunning = true;
  }
  override stop(): void {
    super.stop();
    this.stops += 1;
  }
}

/** Leases whose store can be taken away. */
class CutOff implements Leases {
  isAway = false;
  renewals = 0;
  constructor(private readonly store: Leases) {}
  private ask<T>(answer: () => Promise<T>): Promise<T> {
    return this.isAway ? Promise.reject(new Error('the store is away')) : answer();
  }
  acquire(...given: Parameters<Leases['acquire']>) {
    return this.ask(() => this.store.acquire(...given));
  }
  renew(...given: Parameters<Leases['renew']>) {
    this.renewals += 1;
    return this.ask(() => this.store.renew(...given));
  }
  release(...given: Parameters<Leases['release']>) {
    return this.ask(() => this.store.release(...given));
  }
  current(...given: Parameters<Leases['current']>) {
    return this.ask(() => this.store.current(...given));
  }
  close() {
    return this.store.close();
  }
}

describe('reactors under leases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-reactors-'));
  const store = openEmbeddedLeases({ file: join(folder, 'leases.db') });
  const platforms: LeasedReactors[] = [];
  afterEach(async () => {
    await Promise.all(platforms.splice(0).map((platform) => platform.stop()));
  });
  afterAll(async () => {
    await (await store).close();
    rmSync(folder, { recursive: true });
  });

  const platform = async <R extends Counted = Counted>(
    holder: string,
    reactor: R = new Counted() as R,
    caughtUp: () => Promise<void> = () => Promise.resolve(),
  ): Promise<{ reactor: R; leases: CutOff; reactors: LeasedReactors }> => {
    const leases = new CutOff(await store);
    const reactors = new LeasedReactors(only(reactor), { shared: { store: leases, holder, caughtUp } }, silent, times);
    platforms.push(reactors);
    await reactors.start();
    return { reactor, leases, reactors };
  };

  it('work in one platform; the next has them as soon as the first stops', async () => {
    const one = await platform('one');
    await until('the first runs', () => one.reactor.isRunning);
    const two = await platform('two');
    await one.reactors.stop();
    expect(one.reactor.isRunning).toBe(false);
    await until('the second runs', () => two.reactor.isRunning);
    expect([one.reactor.starts, two.reactor.starts]).toEqual([1, 1]);
  });

  it('stop where the leases cannot be asked any more, and go over to who can ask them', async () => {
    const one = await platform('one');
    await until('the first runs', () => one.reactor.isRunning);
    const two = await platform('two');
    one.leases.isAway = true;
    await until('the second runs', () => two.reactor.isRunning);
    await until('the first has stopped', () => !one.reactor.isRunning);
    one.leases.isAway = false;
    await two.reactors.stop();
    await until('the first runs again', () => one.reactor.isRunning);
    expect(one.reactor.starts).toBe(2);
  });

  it('are taken over from a process that died', async () => {
    const lease = await (await store).acquire(reactorsLease, 'dead', 300);
    expect(lease?.holder).toBe('dead');
    const { reactor } = await platform('living');
    expect(reactor.isRunning).toBe(false);
    await until('it was taken over', () => reactor.isRunning);
  });

  it('keep their lease while they start, however long that takes', async () => {
    const one = await platform('one', new Slow());
    await until('the first starts', () => one.reactor.starts === 1);
    const two = await platform('two');
    await until('more than a lease to pass', () => one.leases.renewals * times.renewMs > 2 * times.ttlMs);
    expect(two.reactor.starts).toBe(0);
    one.reactor.letGo();
    await until('the first runs', () => one.reactor.isRunning);
    expect(two.reactor.starts).toBe(0);
  });

  it('stop at once when the lease is lost while they start, and again when that start is over', async () => {
    const one = await platform('one', new Slow());
    await until('the first starts', () => one.reactor.starts === 1);
    const two = await platform('two');
    one.leases.isAway = true;
    await until('the second runs', () => two.reactor.isRunning);
    await until('the first is stopped', () => one.reactor.stops === 1);
    one.reactor.letGo();
    await until('the first is stopped again', () => one.reactor.stops === 2);
    expect([one.reactor.isRunning, two.reactor.isRunning]).toEqual([false, true]);
  });

  it('stop in time also when the store of the leases never answers', async () => {
    const one = await platform('one');
    await until('the first runs', () => one.reactor.isRunning);
    one.leases.renew = () => new Promise(() => undefined);
    const two = await platform('two');
    await until('the second runs', () => two.reactor.isRunning);
    await until('the first has stopped', () => !one.reactor.isRunning);
  });

  it('start when what the last holder recorded is known here, and not before', async () => {
    const folded = Promise.withResolvers<void>();
    let asked = 0;
    const { reactor, leases } = await platform('one', new Counted(), () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('the log does not answer')) : folded.promise;
    });
    await until('it to be asked again', () => asked === 2);
    const renewals = leases.renewals;
    await until('it to wait with its lease', () => leases.renewals > renewals + 2);
    expect([reactor.starts, asked]).toEqual([0, 2]);
    folded.resolve();
    await until('it runs', () => reactor.isRunning);
  });

  it('start at once where the log itself says that there is no other platform', async () => {
    const reactor = new Counted();
    const reactors = new LeasedReactors(only(reactor), { shared: null }, silent);
    await reactors.start();
    expect(reactor.isRunning).toBe(true);
    await reactors.stop();
    expect(reactor.isRunning).toBe(false);
  });
});
