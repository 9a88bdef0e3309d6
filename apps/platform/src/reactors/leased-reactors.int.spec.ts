import { openEmbeddedLeases, type Leases } from '@guildhall/leases';
import { until } from '@guildhall/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { LeasedReactors, type Reactor } from './leased-reactors.js';

const times = { ttlMs: 400, renewMs: 50, retryMs: 20 };
const silent = pino({ level: 'silent' });

class Counted implements Reactor {
  readonly name = 'counted';
  isRunning = false;
  starts = 0;
  start(): void {
    this.isRunning = true;
    this.starts += 1;
  }
  stop(): void {
    this.isRunning = false;
  }
}

/** Leases whose store can be taken away. */
class CutOff implements Leases {
  isAway = false;
  constructor(private readonly store: Leases) {}
  private ask<T>(answer: () => Promise<T>): Promise<T> {
    return this.isAway ? Promise.reject(new Error('the store is away')) : answer();
  }
  acquire(...given: Parameters<Leases['acquire']>) {
    return this.ask(() => this.store.acquire(...given));
  }
  renew(...given: Parameters<Leases['renew']>) {
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

  const platform = async (holder: string): Promise<{ reactor: Counted; leases: CutOff; reactors: LeasedReactors }> => {
    const [reactor, leases] = [new Counted(), new CutOff(await store)];
    const reactors = new LeasedReactors([reactor], { store: leases, holder }, silent, times);
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
    const lease = await (await store).acquire('reactor:counted', 'dead', 300);
    expect(lease?.holder).toBe('dead');
    const { reactor } = await platform('living');
    expect(reactor.isRunning).toBe(false);
    await until('it was taken over', () => reactor.isRunning);
  });

  it('start at once where the log itself says that there is no other platform', async () => {
    const reactor = new Counted();
    const reactors = new LeasedReactors([reactor], null, silent);
    await reactors.start();
    expect(reactor.isRunning).toBe(true);
    await reactors.stop();
    expect(reactor.isRunning).toBe(false);
  });
});
