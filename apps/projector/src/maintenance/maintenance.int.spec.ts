import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedReadStore, ViewDirectory } from '@guildhall/read-store';
import { randomHistory } from '@guildhall/testing';
import { join } from 'node:path';
import { feedView } from '../activity/feed.projection.js';
import { engineTimes } from '../engine/engine-times.js';
import { LeaseKeeper, leaseTimes, projectorLease } from '../engine/lease-keeper.js';
import type { ProjectorStores } from '../stores/stores.js';
import { Bench } from '../testing/bench.suite.js';
import { MemoryLog } from '../testing/memory-log.suite.js';
import { workspacesView } from '../workspaces/workspaces.projection.js';
import { compareView } from './compare.js';
import { rebuildView } from './rebuild.js';

const events = randomHistory(21, 300);
const never = new AbortController().signal;
let log: MemoryLog;
let bench: Bench;

beforeEach(async () => {
  log = new MemoryLog();
  log.write(events);
  bench = await Bench.open(log);
});
afterEach(() => bench.close());

const stores = (): ProjectorStores => ({
  log,
  blobs: bench.blobs,
  leases: bench.leases,
  leaseTimes: leaseTimes.embedded,
  engineTimes: engineTimes.embedded,
  openReads: () => openEmbeddedReadStore({ file: bench.file }),
  openScratch: async () => {
    const reads = await openEmbeddedReadStore({ file: join(bench.directory, 'scratch.db') });
    return { reads, remove: () => reads.close() };
  },
  close: () => Promise.resolve(),
});
const ourLeases = (): LeaseKeeper => new LeaseKeeper(bench.leases, 'command-line/1/');
const activeCopy = (): Promise<string | null> => new ViewDirectory(bench.reads).activeCollection('feed');

describe('rebuild', () => {
  it('is done by the command itself when no projector runs', async () => {
    const projector = bench.start({ views: [feedView] });
    await bench.reaches('feed', events.length);
    await projector.stop();
    const [before, copy] = [await bench.documents('feed'), await activeCopy()];
    const done = await rebuildView(feedView, stores(), ourLeases(), never);
    expect(done).toEqual({ by: 'this process', ordinal: events.length });
    expect(await activeCopy()).not.toBe(copy);
    expect(await bench.documents('feed')).toEqual(before);
    expect(await bench.leases.current(projectorLease)).toBeNull();
  });

  it('is done by the projector when one runs', async () => {
    bench.start({ views: [feedView] });
    await bench.reaches('feed', events.length);
    const [before, copy] = [await bench.documents('feed'), await activeCopy()];
    const done = await rebuildView(feedView, stores(), ourLeases(), never);
    expect(done.by).toBe('the running projector');
    expect(await activeCopy()).not.toBe(copy);
    expect(await bench.documents('feed')).toEqual(before);
  });
});

describe('compare', () => {
  it('finds the live view equal to one built now', async () => {
    bench.start({ views: [feedView, workspacesView] });
    await bench.reaches('feed', events.length);
    await bench.reaches('workspaces', events.length);
    expect(await compareView(feedView, stores(), never)).toEqual({ documents: events.length, differences: [] });
    expect((await compareView(workspacesView, stores(), never)).differences).toEqual([]);
  });

  it('names a changed document', async () => {
    const projector = bench.start({ views: [feedView] });
    await bench.reaches('feed', events.length);
    await projector.stop();
    const copy = (await activeCopy()) ?? '';
    const [row] = await bench.documents('feed');
    const checkpoint = await bench.reads.checkpoint(copy);
    if (row === undefined || checkpoint === null) throw new Error('the view is empty');
    const upserts = [{ collection: copy, document: { ...row, type: 'Forged' }, position: checkpoint.position }];
    const checkpoints = { [copy]: checkpoint };
    await bench.reads.apply({ upserts, deletes: [], checkpoints, lease: Number.MAX_SAFE_INTEGER });
    const { differences } = await compareView(feedView, stores(), never);
    expect(differences).toEqual([{ id: row.id, kind: 'different' }]);
  });

  it('says when there is nothing to compare with', async () => {
    await expect(compareView(feedView, stores(), never)).rejects.toThrow('the view feed was not built yet');
  });
});
