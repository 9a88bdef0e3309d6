import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { leasesContract } from '../contract/leases.suite.js';
import { openEmbeddedLeases } from './embedded-leases.js';
import { machineClock, type MachineClock } from './machine-clock.js';

const directory = mkdtempSync(join(tmpdir(), 'guildhall-leases-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

leasesContract('the embedded store', () => openEmbeddedLeases({ file: join(directory, 'leases.db') }));

describe('embedded leases', () => {
  const index = new URL('../../dist/index.js', import.meta.url).href;
  let file: string;
  let files = 0;
  beforeEach(() => (file = join(directory, `own-${(files += 1)}`, 'leases.db')));

  const inAnotherProcess = async (code: string): Promise<unknown> => {
    const program = `
      const { openEmbeddedLeases } = await import(${JSON.stringify(index)});
      const leases = await openEmbeddedLeases({ file: ${JSON.stringify(file)} });
      console.log(JSON.stringify(await (${code})(leases)));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(await text(child.stdout));
  };

  it('hold across processes, by one clock for all of them', async () => {
    const leases = await openEmbeddedLeases({ file });
    const held = await leases.acquire('a', 'here', 60_000);
    expect(await inAnotherProcess(`(leases) => leases.acquire('a', 'there', 60000)`)).toBeNull();
    const seen = (await inAnotherProcess(`(leases) => leases.current('a')`)) as { remainingMs: number };
    expect(seen).toMatchObject({ holder: 'here', token: held?.token });
    expect(seen.remainingMs).toBeGreaterThan(30_000);
    expect(seen.remainingMs).toBeLessThanOrEqual(60_000);
    await leases.close();
  });

  it('have one winner if several processes open and ask at once', async () => {
    const ask = (holder: string) => inAnotherProcess(`(leases) => leases.acquire('a', '${holder}', 60000)`);
    const answers = await Promise.all(['p1', 'p2', 'p3'].map(ask));
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  });

  const clockAt = (now: number, boot = 'boot-1'): MachineClock & { time: number } => ({
    boot,
    time: now,
    now() {
      return this.time;
    },
  });

  it('end exactly after their time', async () => {
    const clock = clockAt(1_000);
    const leases = await openEmbeddedLeases({ file, clock });
    await leases.acquire('a', 'x', 500);
    clock.time = 1_499;
    expect((await leases.current('a'))?.remainingMs).toBe(1);
    expect(await leases.acquire('a', 'y', 500)).toBeNull();
    clock.time = 1_500;
    expect(await leases.current('a')).toBeNull();
    expect(await leases.acquire('a', 'y', 500)).not.toBeNull();
    await leases.close();
  });

  it.each([
    ['a new boot of the machine', clockAt(10, 'boot-2')],
    ['a clock that restarted, where boots have no name', clockAt(10, 'boot-1')],
  ])('do not outlive %s', async (_case, later) => {
    const before = await openEmbeddedLeases({ file, clock: clockAt(1_000_000) });
    const held = await before.acquire('a', 'x', 60_000);
    await before.close();
    const after = await openEmbeddedLeases({ file, clock: later });
    expect(await after.current('a')).toBeNull();
    expect((await after.acquire('a', 'y', 60_000))?.token).toBeGreaterThan(held?.token ?? Number.NaN);
    await after.close();
  });

  it.each([
    ['deleted', () => rmSync(file)],
    ['overwritten', () => writeFileSync(file, 'no database '.repeat(2_000))],
  ])('are lost if the file is %s, but tokens keep growing', async (_case, inflict) => {
    const leases = await openEmbeddedLeases({ file });
    const held = await leases.acquire('a', 'x', 60_000);
    await leases.close();
    inflict();
    const next = await openEmbeddedLeases({ file });
    expect(await next.renew(held!, 60_000)).toBe(false);
    const won = await next.acquire('a', 'y', 60_000);
    expect(won?.token).toBeGreaterThan(held?.token ?? Number.NaN);
    await next.close();
  });

  it('notice a deleted file while it is open', async () => {
    const leases = await openEmbeddedLeases({ file });
    const held = await leases.acquire('a', 'x', 60_000);
    rmSync(file);
    expect(await leases.renew(held!, 60_000)).toBe(false);
    await leases.close();
  });

  it('use a monotonic clock that names its boot on Linux', () => {
    const clock = machineClock();
    const first = clock.now();
    expect(clock.now()).toBeGreaterThanOrEqual(first);
    expect(machineClock().boot).toBe(clock.boot);
    expect(clock.boot !== '' || process.platform !== 'linux').toBe(true);
  });
});
