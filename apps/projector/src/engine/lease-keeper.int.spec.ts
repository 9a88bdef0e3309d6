import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { currentHolderId, isGone, openEmbeddedLeases, type Leases } from '@guildhall/leases';
import { LeaseLost, openEmbeddedReadStore } from '@guildhall/read-store';
import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { goneHolder } from '../testing/gone-process.suite.js';
import { LeaseKeeper, projectorLease } from './lease-keeper.js';

const times = { ttlMs: 400, askMs: 5, lookMs: 5 };
const never = new AbortController().signal;
const noNotice = (): void => undefined;
let directory: string;
let leases: Leases;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'guildhall-leases-'));
  leases = await openEmbeddedLeases({ file: join(directory, 'leases.db') });
});
afterEach(async () => {
  await leases.close();
  await rm(directory, { recursive: true, force: true });
});

describe('the lease of the projections', () => {
  it('is waited for, and the holder is named once', async () => {
    const first = new LeaseKeeper(leases, 'one/1/', times);
    const second = new LeaseKeeper(leases, 'two/2/', times);
    await first.acquire(never, noNotice);
    const end = first.keep(noNotice);
    const reported: string[] = [];
    const waiting = second.acquire(never, (holder) => reported.push(holder));
    while (reported.length === 0) await new Promise((resolve) => setImmediate(resolve));
    end();
    await first.release();
    expect((await waiting)?.token).toBeGreaterThan(0);
    expect(reported).toEqual(['one/1/']);
  });

  it('tells when another process has taken it', async () => {
    const keeper = new LeaseKeeper(leases, 'one/1/', times);
    const lease = await keeper.acquire(never, noNotice);
    if (lease === null) throw new Error('the lease was free');
    await leases.release(lease);
    await leases.acquire(projectorLease, 'two/2/', 60_000);
    await new Promise<void>((resolve) => {
      const end = keeper.keep(() => {
        end();
        resolve();
      });
    });
    expect(keeper.token).toBe(0);
  });

  it('is taken over as soon as it has run out, however rarely the store is asked', async () => {
    await new LeaseKeeper(leases, 'one/1/', times).acquire(never, noNotice);
    const second = new LeaseKeeper(leases, 'two/2/', { ...times, askMs: 60_000 });
    expect((await second.acquire(never, noNotice))?.holder).toBe('two/2/');
  });

  it('is taken over at once from a process of this machine that is gone, however rarely the store is asked', async () => {
    const { holder } = goneHolder();
    await leases.acquire(projectorLease, holder, 3_600_000);
    const waiting = new LeaseKeeper(leases, 'two/2/', { ttlMs: 400, askMs: 60_000, lookMs: 5 });
    expect((await waiting.acquire(never, noNotice))?.holder).toBe('two/2/');
  });

  it('is not waited for when the stop comes first', async () => {
    await new LeaseKeeper(leases, 'one/1/', { ...times, ttlMs: 60_000 }).acquire(never, noNotice);
    const stopping = new AbortController();
    const waiting = new LeaseKeeper(leases, 'two/2/', times).acquire(stopping.signal, () => stopping.abort());
    expect(await waiting).toBeNull();
  });

  it('keeps a holder that was frozen for 20 s from writing after it was replaced', async () => {
    const clock = { boot: 'this boot', time: 1_000, now: () => clock.time };
    const shared = await openEmbeddedLeases({ file: join(directory, 'frozen.db'), clock });
    const reads = await openEmbeddedReadStore({ file: join(directory, 'views.db') });
    await reads.ensure([{ name: 'held', indexes: [] }]);
    const [frozen, next] = [new LeaseKeeper(shared, 'frozen/1/', times), new LeaseKeeper(shared, 'next/2/', times)];
    const write = (keeper: LeaseKeeper, ordinal: number): Promise<void> => {
      const position = String(ordinal);
      const upserts = [{ collection: 'held', document: { id: 'd', ordinal }, position }];
      const checkpoints = { held: { position, ordinal, logId: 'log' } };
      return reads.apply({ upserts, deletes: [], checkpoints, lease: keeper.token });
    };
    await frozen.tryAcquire();
    await write(frozen, 1);
    expect(await next.tryAcquire()).toBeNull();
    clock.time += 20_000;
    await next.tryAcquire();
    await write(next, 2);
    await expect(write(frozen, 3)).rejects.toBeInstanceOf(LeaseLost);
    expect(await reads.get('held', 'd')).toEqual({ id: 'd', ordinal: 2 });
    expect((await reads.places()).get('held')?.ordinal).toBe(2);
    await reads.close();
    await shared.close();
  });

  it('belongs to a process that differs from a gone one', () => {
    expect(isGone(currentHolderId())).toBe(false);
    expect(isGone(goneHolder().holder)).toBe(true);
    expect(isGone(`${hostname()}/${process.pid}/another-start`)).toBe(existsSync('/proc/self/stat'));
    expect(isGone('another-machine/1/1')).toBe(false);
  });
});
