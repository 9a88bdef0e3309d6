import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Batch, ReadStore } from '@guildhall/read-store';
import { randomHistory } from '@guildhall/testing';
import { feedView } from '../activity/feed.projection.js';
import { tokensView } from '../identity/tokens.projection.js';
import { chatView } from '../messages/chat.projection.js';
import { together, togetherOver } from '../testing/given.suite.js';
import { Crash, TornReads } from '../testing/torn-reads.suite.js';
import { workspacesView } from '../workspaces/workspaces.projection.js';
import { deliver } from './feed/delivery.js';
import { ProjectionGroup } from './projection-group.js';
import type { ProjectionRunner } from './projection-runner.js';

const start = { position: null, ordinal: 0 };
const views = [feedView, chatView, tokensView, workspacesView];
const events = randomHistory(5, 200);

/** A store whose writes last until they are let go. */
class HeldStore implements Pick<ReadStore, 'apply'> {
  readonly batches: Batch[] = [];
  private readonly gates: (() => void)[] = [];
  apply(batch: Batch): Promise<void> {
    this.batches.push(batch);
    return new Promise((resolve) => this.gates.push(resolve));
  }
  letGo(): void {
    for (const open of this.gates.splice(0)) open();
  }
}

describe('copies of views in one group', () => {
  let runners: ProjectionRunner[];
  let held: HeldStore;
  beforeEach(async () => {
    ({ runners } = await together(...views));
    held = new HeldStore();
  });
  const groupWith = (times: { gatherMs: number; placesMs: number }, members = runners): ProjectionGroup =>
    new ProjectionGroup({ store: held, lease: () => 7, times }, members);
  const written = async (group: ProjectionGroup): Promise<void> => {
    const flushed = group.flush();
    while (!(await Promise.race([flushed.then(() => true), new Promise((turn) => setImmediate(turn, false))])))
      held.letGo();
  };

  it('are written together, and what is folded during a write is the next one', async () => {
    const group = groupWith({ gatherMs: 0, placesMs: 0 });
    let place = await deliver(group, events.slice(0, 1), start, 'live');
    for (const event of events.slice(1)) place = await deliver(group, [event], place, 'live');
    expect(held.batches).toHaveLength(1);
    await written(group);
    expect(held.batches.map(({ upserts }) => upserts.filter(({ collection }) => collection === 'feed').length)).toEqual(
      [1, events.length - 1],
    );
    const [, second] = held.batches;
    expect(Object.keys(second?.checkpoints ?? {}).sort()).toEqual(views.map(({ name }) => name).sort());
    expect(second?.lease).toBe(7);
    expect(runners.map((runner) => runner.written.ordinal)).toEqual(views.map(() => events.length));
  });

  it('share a write with the events that follow closely', async () => {
    const group = groupWith({ gatherMs: 5, placesMs: 0 });
    let place = await deliver(group, events.slice(0, 3), start, 'live');
    place = await deliver(group, events.slice(3, 6), place, 'live');
    await written(group);
    expect(held.batches).toHaveLength(1);
    expect(held.batches[0]?.checkpoints['feed']?.ordinal).toBe(place.ordinal);
  });

  it('do not write places for every event that changes no document', async () => {
    const tokens = runners.filter(({ view }) => view === tokensView);
    const quiet = events.filter(({ type }) => !tokensView.open(null, {} as never).handles(type));
    const group = groupWith({ gatherMs: 0, placesMs: 60_000 }, tokens);
    let place = start as Parameters<typeof deliver>[2];
    for (const event of quiet) {
      place = await deliver(group, [event], place, 'live');
      held.letGo();
    }
    expect(held.batches).toHaveLength(1);
    await written(group);
    expect(held.batches).toHaveLength(2);
    expect(tokens[0]?.written.ordinal).toBe(quiet.length);
  });

  it('stop when a write fails', async () => {
    const failing = { apply: () => Promise.reject(new Error('the store is away')) };
    const group = new ProjectionGroup({ store: failing, lease: () => 1, times: { gatherMs: 0, placesMs: 0 } }, runners);
    await deliver(group, events.slice(0, 1), start, 'live');
    await expect(group.idle()).rejects.toThrow('the store is away');
    await expect(deliver(group, events.slice(1, 2), { position: null, ordinal: 1 }, 'live')).rejects.toThrow('away');
  });

  it('end with the same documents wherever the process dies between documents and places', async () => {
    /** False: it died; `dieAfter` writes of documents and places happened before. */
    const play = async (reads: TornReads, dieAfter: number): Promise<boolean> => {
      const { group } = await togetherOver(reads, views);
      reads.crashAfter = dieAfter;
      try {
        for (let at = group.firstPlace.ordinal; at < events.length; at += 20) {
          const position = events[at - 1]?.position ?? null;
          await deliver(group, events.slice(at, at + 20), { position, ordinal: at }, 'live');
          await group.flush();
        }
        return true;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        return false;
      } finally {
        reads.crashAfter = Number.POSITIVE_INFINITY;
      }
    };
    const calm = new TornReads();
    expect(await play(calm, Number.POSITIVE_INFINITY)).toBe(true);
    for (let first = 1; first < 60; first += 7) {
      const torn = new TornReads();
      let deaths = 0;
      while (!(await play(torn, first + deaths))) deaths += 1;
      expect(deaths).toBeGreaterThan(0);
      for (const { name } of views) expect(torn.all(name)).toEqual(calm.all(name));
    }
  });
});
