import { GuildhallError, streams, type TreeFact, type WorkspaceCreatedData } from '@guildhall/contracts';
import {
  foldAll,
  treeDecider,
  workspaceDecider,
  type Evolved,
  type TreeCommand,
  type TreeState,
} from '@guildhall/domain';
import { openEmbeddedEventStore, type EmbeddedEventStore, type EventStore } from '@guildhall/event-store';
import { SeededRandom } from '@guildhall/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { derivedId, newId } from '../../ids.js';
import { evolvedFrom } from '../cached-stream.js';
import { metaWith, revisionsOf } from '../controlled-log.suite.js';
import { StreamCache } from '../stream-cache.js';
import type { CommandOutcome } from '../stream-executor.js';
import type { StreamType } from '../stream-type.js';
import { SharedExecutor } from './shared-executor.js';

const org = 'default';
const creation: WorkspaceCreatedData = {
  workspaceId: 'coder',
  name: 'Coder',
  role: '',
  parentId: null,
  x: null,
  y: null,
  tier: 1,
  runtime: 'external',
  command: null,
  access: 'none',
  workspaceDir: null,
  model: null,
  tags: [],
};
const tree: StreamType<TreeState, TreeCommand> = {
  nameOf: streams.tree,
  decider: treeDecider,
  initial: () => treeDecider.initialState(),
};
const decider = workspaceDecider(creation);
const workspace = { nameOf: streams.workspace, decider, initial: () => decider.initialState() };

describe('executors of several processes over one log', () => {
  let directory: string;
  let log: EmbeddedEventStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'guildhall-executors-'));
    log = await openEmbeddedEventStore({ directory });
  });
  afterEach(async () => {
    await log.close();
    await rm(directory, { recursive: true });
  });

  /** A process of its own, as far as commands are concerned. */
  const processOver = (store: EventStore) => {
    const executor = new SharedExecutor(store, new StreamCache(store));
    const run = <State, Command>(
      streamType: StreamType<State, Command>,
      stream: string,
      command: Command,
      id: string,
    ) => executor.execute({ streamType, stream, command, meta: metaWith(id), digest: id });
    return {
      executor,
      change: (role: string, id = newId()): Promise<CommandOutcome> =>
        run(workspace, streams.workspace('coder'), { type: 'change', workspaceId: 'coder', role }, id),
      onTree: (command: TreeCommand, id: string) => run(tree, streams.tree(org), command, id),
    };
  };

  it('answer two hundred callers on one workspace, in the order of their revisions', async () => {
    const processes = [processOver(log), processOver(log)];
    const answers = await Promise.all(
      processes.map(({ change }, index) =>
        Promise.all(Array.from({ length: 100 }, (_, caller) => change(`${index} ${caller}`))),
      ),
    );
    const revisions = answers.map(revisionsOf);
    for (const each of revisions) expect(each).toEqual(each.toSorted((a, b) => a - b));
    expect(revisions.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index));
    const stored = await log.readStream(streams.workspace('coder'), { direction: 'forwards', limit: 1_000 });
    for (const { revision, eventIds } of answers.flat()) expect(stored[revision]?.id).toBe(eventIds[0]);
  });

  it('store what each command comes to on the log before it, and nothing twice', async () => {
    const random = new SeededRandom(20);
    const processes = [processOver(log), processOver(log)] as const;
    const ids = Array.from({ length: 60 }, (_, index) => `w${index}`);
    const command = (): TreeCommand => {
      const [workspaceId, parentId] = [random.pick(ids) ?? '', random.chance(0.6) ? null : (random.pick(ids) ?? null)];
      const kind = random.below(10);
      if (kind < 5) return { type: 'create', ...creation, workspaceId, name: workspaceId, parentId };
      if (kind < 8) return { type: 'place', workspaceId, parentId };
      if (kind === 8) return { type: 'remove', workspaceId, removalId: newId(), confirm: true };
      return { type: 'restore', workspaceId };
    };
    const given = new Map<string, TreeCommand>();
    for (let round = 0; round < 40; round += 1) {
      const asked = Array.from({ length: 1 + random.below(8) }, () => {
        const id = derivedId('command', given.size);
        const what = command();
        given.set(id, what);
        // Some come again at once, through the other process.
        const through = random.chance(0.2) ? processes : [random.one(processes)];
        return through.map(({ onTree }) => onTree(what, id).catch(refusalOnly));
      });
      await Promise.all(asked.flat());
    }
    const stored = await log.readStream(streams.tree(org), { direction: 'forwards', limit: 10_000 });
    const factsOf = Map.groupBy(stored, ({ metadata }) => metadata.commandId);
    for (const [id, events] of factsOf) {
      const [first] = events;
      const before = stored.slice(0, first?.revision).map(evolvedFrom);
      const state = foldAll(treeDecider, before as Evolved<TreeFact>[]);
      const facts = treeDecider.decide(state, given.get(id) as TreeCommand);
      expect(events.map(({ type, data }) => ({ type, data }))).toEqual(facts.map(({ type, data }) => ({ type, data })));
    }
    expect(stored.length).toBeGreaterThan(50);
  });

  it('let each other come first in turn, when both always have something to write', async () => {
    const slow = 4;
    const distant: EventStore = {
      ...log,
      append: async (...asked) => {
        await delay(slow);
        return log.append(...asked);
      },
      readStream: async (...asked) => {
        await delay(slow);
        return log.readStream(...asked);
      },
    };
    const processes = [processOver(distant), processOver(distant)];
    const wanted = 1_000;
    let total = 0;
    const shares = await Promise.all(
      processes.map(async ({ change }) => {
        let answered = 0;
        const caller = async (): Promise<void> => {
          for (; total < wanted; answered += 1, total += 1) await change(newId());
        };
        await Promise.all(Array.from({ length: 16 }, caller));
        return answered;
      }),
    );
    expect(processes.map(({ executor }) => executor.counts.busy)).toEqual([0, 0]);
    expect(Math.min(...shares)).toBeGreaterThan(Math.max(...shares) / 4);
  });
});

const refusalOnly = (error: unknown): null => {
  if (error instanceof GuildhallError) return null;
  throw error;
};
