import { Installation } from '@guildhall/testing';
import { figuresOf, seedWorkspaces } from '../command/command.bench.js';
import { runLoad } from '../command/command-load.js';
import { repeated, type Bench, type Figures } from '../harness/bench.js';

const callers = 64;

interface Issued {
  auth_token: string;
  workspace_id: string;
}

/** A token of its own for every agent. */
const tokensFor = async (installation: Installation, ids: readonly string[]): Promise<Issued[]> => {
  const issued: Issued[] = [];
  const left = [...ids];
  await runLoad(installation.url, {
    callers: 32,
    seconds: 600,
    headers: () => ({ authorization: `Bearer ${installation.adminToken}` }),
    next: () => {
      const id = left.pop();
      return id === undefined ? null : { method: 'POST', path: `/workspaces/${id}/tokens`, body: {} };
    },
    onAnswer: (_request, body) => issued.push(JSON.parse(body) as Issued),
  });
  return issued;
};

/** Every agent beats in turn, with its own token; none of it may become an event. */
const measure = async (agents: number, seconds: number): Promise<Figures> => {
  const installation = await Installation.started({ GUILDHALL_LOG_LEVEL: 'error', GUILDHALL_BACKEND: 'off' });
  try {
    const tokens = await tokensFor(installation, await seedWorkspaces(installation, agents));
    const before = (await installation.request<{ ordinal: number }>('GET', '/history/state')).body.ordinal;
    let next = 0;
    const turn = (): Issued => tokens[next++ % tokens.length] as Issued;
    const result = await runLoad(installation.url, {
      callers,
      seconds,
      headers: () => ({}),
      next: () => {
        const { workspace_id: id, auth_token: token } = turn();
        return {
          method: 'POST',
          path: '/registry/heartbeat',
          body: { workspace_id: id },
          headers: { authorization: `Bearer ${token}` },
        };
      },
    });
    const after = (await installation.request<{ ordinal: number }>('GET', '/history/state')).body.ordinal;
    return { ...figuresOf(result), events_written: after - before };
  } finally {
    await installation.stop();
  }
};

export const heartbeatBench: Bench = {
  id: 'B2h',
  title: 'heartbeats over HTTP, each with its own token',
  target: '≥ 12 000/s, p99 ≤ 15 ms, ≤ 1 % of them an event',
  run: async ({ quick }) => {
    const agents = quick ? 1_000 : 10_000;
    return [await repeated(`${agents} agents`, 1, 'per_s', () => measure(agents, quick ? 5 : 20))];
  },
};
