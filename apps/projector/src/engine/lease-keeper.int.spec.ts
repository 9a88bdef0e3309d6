import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { currentHolderId, isGone, openEmbeddedLeases, type Leases } from '@guildhall/leases';
import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { goneHolder } from '../testing/gone-process.suite.js';
import { LeaseKeeper, projectorLease } from './lease-keeper.js';

const times = { ttlMs: 400, askMs: 5, lookMs: 5 };
const never = new AbortController().signal;
const nobody = (): void => undefined;
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
    await first.acquire(never, nobody);
    const end = first.keep(nobody);
    const heard: string[] = [];
    const waiting = second.acquire(never, (holder) => heard.push(holder));
    while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
    end();
    await first.release();
    expect((await waiting)?.token).toBeGreaterThan(0);
    expect(heard).toEqual(['one/1/']);
  });

  it('tells when another process has taken it', async () => {
    const keeper = new LeaseKeeper(leases, 'one/1/', times);
    const lease = await keeper.acquire(never, nobody);
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
    await new LeaseKeeper(leases, 'one/1/', times).acquire(never, nobody);
    const second = new LeaseKeeper(leases, 'two/2/', { ...times, askMs: 60_000 });
    expect((await second.acquire(never, nobody))?.holder).toBe('two/2/');
  });

  it('is taken over at once from a process of this machine that is gone, however rarely the store is asked', async () => {
    const { holder } = goneHolder();
    await leases.acquire(projectorLease, holder, 3_600_000);
    const waiting = new LeaseKeeper(leases, 'two/2/', { ttlMs: 400, askMs: 60_000, lookMs: 5 });
    expect((await waiting.acquire(never, nobody))?.holder).toBe('two/2/');
  });

  it('is not waited for when the stop comes first', async () => {
    await new LeaseKeeper(leases, 'one/1/', { ...times, ttlMs: 60_000 }).acquire(never, nobody);
    const stopping = new AbortController();
    const waiting = new LeaseKeeper(leases, 'two/2/', times).acquire(stopping.signal, () => stopping.abort());
    expect(await waiting).toBeNull();
  });

  it('belongs to a process that can be told from a gone one', () => {
    expect(isGone(currentHolderId())).toBe(false);
    expect(isGone(goneHolder().holder)).toBe(true);
    expect(isGone(`${hostname()}/${process.pid}/another-start`)).toBe(existsSync('/proc/self/stat'));
    expect(isGone('another-machine/1/1')).toBe(false);
  });
});
