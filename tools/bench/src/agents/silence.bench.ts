import { Installation, until } from '@guildhall/testing';
import { runLoad } from '../command/command-load.js';
import { seedWorkspaces } from '../command/command.bench.js';
import { times, type Bench, type Figures } from '../harness/bench.js';
import { recordedEvents } from './recorded-events.js';

const intervalSeconds = 10;
/** An agent may miss two heartbeats. */
const leaseMs = intervalSeconds * 3_000;

/** Every agent sends one heartbeat with the operator's credential, then stays silent. */
const beatOnce = async (installation: Installation, ids: readonly string[]): Promise<Map<string, number>> => {
  const beats = new Map<string, number>();
  const left = [...ids];
  await runLoad(installation.url, {
    callers: 64,
    seconds: 600,
    headers: () => ({ authorization: `Bearer ${installation.adminToken}` }),
    next: () => {
      const id = left.pop();
      const body = { workspace_id: id, runtime_metadata: { heartbeat_interval_seconds: intervalSeconds } };
      return id === undefined ? null : { method: 'POST', path: '/registry/heartbeat', body };
    },
    onAnswer: ({ body }) => beats.set((body as { workspace_id: string }).workspace_id, Date.now()),
  });
  return beats;
};

/** Time from the end of each agent's lease until the log says that it is offline. */
const measure = async (agents: number): Promise<Figures> => {
  const installation = await Installation.started({ GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' });
  try {
    const beats = await beatOnce(installation, await seedWorkspaces(installation, agents));
    const isOver = async (): Promise<boolean> => {
      const { body } = await installation.request<{ graph: { workspaces: { status: string }[] } }>(
        'GET',
        '/history/state',
      );
      return body.graph.workspaces.every(({ status }) => status === 'offline');
    };
    await until('all to be offline', isOver, { timeoutMs: 600_000, everyMs: 1_000 });
    const events = await recordedEvents(installation, ['AgentWentOffline']);
    const late = events.map(
      ({ data, recordedAt }) => Date.parse(recordedAt) - (beats.get(data.workspaceId) ?? 0) - leaseMs,
    );
    return { case: `${agents} agents`, detected: late.length, ...times(late), longest_ms: Math.max(...late) };
  } finally {
    await installation.stop();
  }
};

export const silenceBench: Bench = {
  id: 'B13',
  title: 'agents that fall silent at once, after the end of their lease',
  target: '≤ 1 000 ms for 10 000',
  modes: 'as asked',
  run: async ({ quick }) => [await measure(quick ? 1_000 : 10_000)],
};
