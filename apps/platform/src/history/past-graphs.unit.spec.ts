import type { RecordedEvent } from '@guildhall/contracts';
import { upcasting, type EventStore } from '@guildhall/event-store';
import { createGraphFold } from '@guildhall/org-graph';
import { exampleIds, fact, inVersion, recordedLog } from '@guildhall/testing';
import type { OrgGraphs } from '../graph/org-graphs.js';
import type { LogFollower } from '../log/log-follower.js';
import type { Keyframes } from './keyframes.js';
import type { Moments } from './moments.js';
import { PastGraphs } from './past-graphs.js';

const { org } = exampleIds;
const facts = [fact('WorkspaceCreated'), fact('CanvasViewportSet'), fact('WorkspaceRenamed'), fact('AgentWentOffline')];
const log = recordedLog(facts) as [RecordedEvent, RecordedEvent, RecordedEvent, RecordedEvent];

describe('a graph of the past', () => {
  let limits: number[];
  beforeEach(() => (limits = []));

  const graphs = (events: readonly RecordedEvent[]): PastGraphs => {
    const stored = {
      readAll: ({ limit }: { limit: number }) => {
        limits.push(limit);
        return Promise.resolve({ events, next: null, end: true });
      },
    };
    const moments = {
      place: ({ ordinal = 0 }) => Promise.resolve({ position: log[ordinal - 1]?.position ?? '', ordinal, at: null }),
    };
    const keyframes = { before: () => Promise.resolve({ fold: createGraphFold(org), position: null, ordinal: 0 }) };
    return new PastGraphs(
      upcasting(stored as unknown as EventStore),
      moments as unknown as Moments,
      keyframes as unknown as Keyframes,
      {} as OrgGraphs,
      {} as LogFollower,
    );
  };

  it('shows an event of an older version in its newest form', async () => {
    const [created, , , wentOffline] = log;
    const data = { ...fact('AgentWentOffline').data, cause: 'no heartbeat for 30 s' };
    const past = graphs([created, { ...inVersion(wentOffline, 1), data }]);
    const { graph } = await past.state(org, { ordinal: 4 });
    expect(graph.workspaces).toMatchObject([{ cause: { code: 'silent', details: { seconds: 30 } } }]);
  });

  it('reads no more events than lie before the moment', async () => {
    await graphs(log).state(org, { ordinal: 2 });
    expect(limits).toEqual([2]);
  });

  it('stops at an event of a newer version that it folds, and at no other', async () => {
    const [created, viewportSet, renamed] = log;
    const past = graphs([created, inVersion(viewportSet), inVersion(renamed)]);
    expect((await past.state(org, { ordinal: 2 })).graph.workspaces).toMatchObject([{ name: 'Coder' }]);
    await expect(past.state(org, { ordinal: 3 })).rejects.toThrow(
      `The history stopped: the event WorkspaceRenamed v99 at position ${renamed.position}`,
    );
  });
});
