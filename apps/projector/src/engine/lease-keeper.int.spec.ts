import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedLeases, type Leases } from '@guildhall/leases';
import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { goneHolder } from '../testing/gone-process.suite.js';
import { isGone, currentHolderId } from '@guildhall/leases';
import { leaseName, LeaseKeeper } from './lease-keeper.js';

const times = { ttlMs: 400, retryMs: 5 };
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

describe('leases of projections', () => {
  it('are waited for, and the holder is named once', async () => {
    const first = new LeaseKeeper(leases, 'one/1/', times);
    const second = new LeaseKeeper(leases, 'two/2/', times);
    await first.acquire('feed', never, nobody);
    const end = first.keep(nobody);
    const heard: string[] = [];
    const waiting = second.acquire('feed', never, (holder) => heard.push(holder));
    while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
    end();
    await first.releaseAll();
    expect((await waiting)?.token).toBeGreaterThan(0);
    expect(heard).toEqual(['one/1/']);
  });

  it('tell when another process has taken one', async () => {
    const keeper = new LeaseKeeper(leases, 'one/1/', times);
    const lease = await keeper.acquire('feed', never, nobody);
    if (lease === null) throw new Error('the lease was free');
    await leases.release(lease);
    await leases.acquire(leaseName('feed'), 'two/2/', 60_000);
    const lost = await new Promise<string>((resolve) => {
      const end = keeper.keep((view) => {
        end();
        resolve(view);
      });
    });
    expect(lost).toBe('feed');
  });

  it('are not waited for when the stop comes first', async () => {
    await new LeaseKeeper(leases, 'one/1/', { ...times, ttlMs: 60_000 }).acquire('feed', never, nobody);
    const stopping = new AbortController();
    const waiting = new LeaseKeeper(leases, 'two/2/', times).acquire('feed', stopping.signal, () => stopping.abort());
    expect(await waiting).toBeNull();
  });

  it('belong to a process that can be told from a gone one', () => {
    expect(isGone(currentHolderId())).toBe(false);
    expect(isGone(goneHolder().holder)).toBe(true);
    expect(isGone(`${hostname()}/${process.pid}/another-start`)).toBe(existsSync('/proc/self/stat'));
    expect(isGone('another-machine/1/1')).toBe(false);
  });
});
