import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { viewNames, type ViewName } from '@guildhall/contracts';
import { ViewDirectory } from '@guildhall/read-store';
import { randomHistory } from '@guildhall/testing';
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { feedView } from '../activity/feed.projection.js';
import { Bench, until } from '../testing/bench.suite.js';
import { goneHolder } from '../testing/gone-process.suite.js';
import { MemoryLog } from '../testing/memory-log.suite.js';
import { views } from '../views.js';
import { projectorLease } from './lease-keeper.js';
import { RebuildRequests } from './rebuild-requests.js';

let log: MemoryLog;
let bench: Bench;
const events = randomHistory(11, 90);

beforeEach(async () => {
  log = new MemoryLog();
  log.write(events.slice(0, 60));
  bench = await Bench.open(log);
});
afterEach(() => bench.close());

const allReach = (ordinal: number): Promise<void[]> =>
  Promise.all(viewNames.map((name) => bench.reaches(name, ordinal)));
const contents = async (): Promise<Map<ViewName, unknown>> => {
  const found = new Map<ViewName, unknown>();
  for (const name of viewNames) found.set(name, await bench.documents(name));
  return found;
};
/** What a first start makes of the whole log. */
const fromScratch = async (): Promise<Map<ViewName, unknown>> => {
  const kept = bench;
  bench = await Bench.open(log);
  const { stop } = bench.start();
  await allReach(log.events.length);
  const found = await contents();
  await stop();
  await bench.close();
  bench = kept;
  return found;
};

describe('a projector', () => {
  it('builds every view at the first start, then follows the log', async () => {
    bench.start();
    await allReach(60);
    for (const event of events.slice(60)) log.write([event]);
    await allReach(events.length);
    expect(await contents()).toEqual(await fromScratch());
    expect(await bench.documents('feed')).toHaveLength(events.length);
  });

  it('says how its projections are', async () => {
    bench.start();
    await until(async () => (await bench.status('feed'))?.state === 'running');
    expect(await bench.status('feed')).toMatchObject({ state: 'running', ordinal: 60, lag: 0, error: null });
  });

  it('resumes where it stopped, with the same copies', async () => {
    const first = bench.start();
    await allReach(60);
    await first.stop();
    const copy = await new ViewDirectory(bench.reads).activeCollection('workspaces');
    log.write(events.slice(60));
    bench.start();
    await allReach(events.length);
    expect(await new ViewDirectory(bench.reads).activeCollection('workspaces')).toBe(copy);
    expect(await contents()).toEqual(await fromScratch());
  });

  it('stops one projection at an event it cannot take, and says so', async () => {
    const poison = { ...events[60], type: 'MessageAnswered', data: { messageId: 'ghost', workspaceId: 'w' } };
    log.write([poison as (typeof events)[number]]);
    bench.start({ views: views.filter((view) => view.name === 'chat' || view.name === 'feed') });
    await bench.reaches('feed', 61);
    await until(async () => (await bench.status('chat'))?.state === 'stopped');
    expect(await bench.status('chat')).toMatchObject({ ordinal: 60, lag: 1, error: expect.stringContaining('ghost') });
    expect(await bench.status('feed')).toMatchObject({ state: 'running', error: null });
  });
});

describe('two projectors', () => {
  it('let only one be active; the other takes over when it stops', async () => {
    const first = bench.start({ holder: 'one/1/' });
    await allReach(60);
    const second = bench.start({ holder: 'two/2/' });
    log.write(events.slice(60, 75));
    await allReach(75);
    expect(second.engine.board.all.size).toBe(0);
    await first.stop();
    log.write(events.slice(75));
    await allReach(events.length);
    expect(second.engine.board.all.size).toBe(viewNames.length);
    expect(await contents()).toEqual(await fromScratch());
  });

  it('do not wait for the lease of a process that is gone', async () => {
    const { holder } = goneHolder();
    await bench.leases.acquire(projectorLease, holder, 3_600_000);
    bench.start();
    await allReach(60);
  });
});

describe('a lost read model', () => {
  const losses: [string, () => void][] = [
    ['deleted', () => rmSync(bench.file)],
    ['truncated', () => truncateSync(bench.file, 5_000)],
    ['overwritten', () => writeFileSync(bench.file, Buffer.alloc(readFileSync(bench.file).length, 'x'))],
  ];

  /** The old file is still open here, so that its number is not given to the new one. */
  const replaced = async (lose: () => void): Promise<void> => {
    const { ino } = statSync(bench.file);
    lose();
    await until(() => (statSync(bench.file, { throwIfNoEntry: false })?.ino ?? ino) !== ino);
  };

  it.each(losses.slice(0, 2))('%s while running is rebuilt automatically', async (_name, lose) => {
    bench.start();
    await allReach(60);
    const before = await contents();
    await replaced(lose);
    await allReach(60);
    expect(await contents()).toEqual(before);
  });

  it.each(losses)('%s while stopped is built again at the next start', async (_name, lose) => {
    const first = bench.start();
    await allReach(60);
    const before = await contents();
    await first.stop();
    const seen = replaced(lose);
    bench.start();
    await seen;
    await allReach(60);
    expect(await contents()).toEqual(before);
  });

  it('of another log is built again', async () => {
    const first = bench.start();
    await allReach(60);
    await first.stop();
    log.logId = 'log-2';
    log.events.splice(0, log.events.length, ...randomHistory(12, 90));
    bench.start();
    await until(async () => (await bench.documents('feed').catch(() => [])).length === log.events.length);
    expect(await contents()).toEqual(await fromScratch());
  });
});

describe('a rebuild', () => {
  it('on request makes another copy while the old one is read, then changes over', async () => {
    bench.start();
    await allReach(60);
    const directory = new ViewDirectory(bench.reads);
    const old = await directory.activeCollection('workspaces');
    const requests = new RebuildRequests(bench.reads);
    await requests.ask('workspaces');
    log.write(events.slice(60));
    await until(async () => (await requests.read('workspaces'))?.state === 'done');
    expect(await directory.activeCollection('workspaces')).not.toBe(old);
    expect(await bench.reads.checkpoint(old ?? '')).toBeNull();
    await allReach(events.length);
    expect(await contents()).toEqual(await fromScratch());
  });

  it('happens when the program has another version of the view', async () => {
    const first = bench.start({ views: [feedView] });
    await bench.reaches('feed', 60);
    await first.stop();
    bench.start({ views: [{ ...feedView, version: feedView.version + 1 }] });
    await until(async () => (await new ViewDirectory(bench.reads).active('feed'))?.version === feedView.version + 1);
    expect(await bench.documents('feed')).toHaveLength(60);
  });
});
