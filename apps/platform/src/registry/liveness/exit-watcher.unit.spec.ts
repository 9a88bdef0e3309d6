import { type AnyFact, type Cause, causeSentence } from '@guildhall/contracts';
import { exampleIds, fact, recordedLog } from '@guildhall/testing';
import type { LogListener } from '../../log/fold.js';
import type { LogFollower } from '../../log/log-follower.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import type { AgentRecord } from '../agent-record.js';
import { Agents } from '../agents.js';
import { ExitWatcher } from './exit-watcher.js';

const { workspace: workspaceId } = exampleIds;
const there = [
  fact('WorkspaceCreated', { workspaceId, runtime: 'external', command: null, parentId: null }),
  fact('AgentRegistered', { workspaceId, incarnation: 0 }),
  fact('AgentWentOnline', { workspaceId, incarnation: 0 }),
];
const removed = fact('WorkspaceRemoved', { workspaceId });
const restored = fact('WorkspaceRestored', { workspaceId, parentId: null });
const paused = fact('WorkspacePaused', { workspaceId, root: workspaceId, incarnation: 0 });
const resumed = fact('WorkspaceResumed', { workspaceId, incarnation: 0 });

describe('agents that count as online where nobody can be', () => {
  let recorded: string[];
  let isAway: boolean;
  let hear: LogListener;
  const after = (...facts: AnyFact[]): ExitWatcher => {
    const [graphs, agents] = [new OrgGraphs(), new Agents()];
    for (const event of recordedLog(facts)) for (const fold of [graphs, agents]) fold.apply(event);
    const follower = { listen: (listener: LogListener) => ((hear = listener), () => undefined) };
    const record = {
      wentOffline: (id: string, incarnation: number, cause: Cause) => {
        if (isAway) return Promise.reject(new Error('the log is away'));
        recorded.push(`${id === workspaceId ? 'it' : id} ${incarnation} ${causeSentence(cause)}`);
        return Promise.resolve();
      },
    };
    return new ExitWatcher(follower as unknown as LogFollower, graphs, agents, record as unknown as AgentRecord);
  };

  beforeEach(() => {
    recorded = [];
    isAway = false;
  });

  it.each<[what: string, facts: AnyFact[], recorded: string[]]>([
    ['a removed workspace', [...there, removed], ['it 0 its workspace was removed']],
    ['a paused one', [...there, paused], ['it 0 its workspace was paused']],
    ['one that was restored before', [...there, removed, restored], ['it 0 its workspace was gone for a while']],
    ['one that was resumed before', [...there, paused, resumed], ['it 0 its workspace was gone for a while']],
    ['nowhere else', there, []],
    ['a purged one: nobody asks any more', [...there, removed, fact('WorkspacePurged', { workspaceId })], []],
  ])('are recorded as gone: %s', async (_what, facts, expected) => {
    await after(...facts).settle();
    expect(recorded).toEqual(expected);
  });

  it('are looked for again only when something happened that empties a workspace', async () => {
    const departures = after(...there, paused);
    departures.watch();
    await departures.settle();
    await departures.settle();
    expect(recorded).toHaveLength(1);
    hear(recordedLog(there), { position: null, ordinal: 0 });
    await departures.settle();
    expect(recorded).toHaveLength(1);
    hear(recordedLog([paused]), { position: null, ordinal: 0 });
    await departures.settle();
    expect(recorded).toHaveLength(2);
  });

  it('are recorded as gone the next time when the log could not be written', async () => {
    const departures = after(...there, removed);
    isAway = true;
    await expect(departures.settle()).rejects.toThrow('the log is away');
    isAway = false;
    await departures.settle();
    expect(recorded).toEqual(['it 0 its workspace was removed']);
  });
});
