import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Installation, until } from '@guildhall/testing';
import { Team } from './harness/team.ts';

interface State {
  status: string;
  paused: boolean;
  deleted: boolean;
  deleted_at: string | null;
  cursor: string;
  more: boolean;
  pending_events: { type: string; data: Record<string, unknown> }[];
}

describe('an agent that polls', () => {
  let installation: Installation;
  let team: Team;
  let id = '';
  let token = '';

  const poll = async (query: string, as = token): Promise<{ status: number; body: State }> => {
    const answer = await installation.fetch(`/workspaces/${id}/state${query}`, {
      headers: { authorization: `Bearer ${as}` },
    });
    return { status: answer.status, body: (await answer.json()) as State };
  };

  before(async () => {
    installation = await Installation.started();
    team = new Team(installation);
    const { body } = await installation.request<{ id: string; connection: { auth_token: string } }>(
      'POST',
      '/workspaces',
      { name: 'Poller', external: true },
    );
    [id, token] = [body.id, body.connection.auth_token];
  });
  after(() => installation?.remove());

  it('receives the events between two polls in order, each once', async () => {
    const { body: first } = await poll('');
    assert.deepEqual([first.status, first.paused, first.deleted], ['awaiting_agent', false, false]);
    for (let change = 1; change <= 7; change += 1)
      await installation.request('PATCH', `/workspaces/${id}`, { role: `role ${change}` });
    const roles: unknown[] = [];
    let { cursor } = first;
    await until('all changes', async () => {
      const { body } = await poll(`?after=${cursor}&limit=3`);
      assert.ok(body.pending_events.length <= 3);
      roles.push(...body.pending_events.filter(({ type }) => type === 'RoleAssigned').map(({ data }) => data['role']));
      cursor = body.cursor;
      return roles.length >= 7;
    });
    assert.deepEqual(
      roles,
      [1, 2, 3, 4, 5, 6, 7].map((change) => `role ${change}`),
    );
    assert.deepEqual((await poll(`?after=${cursor}`)).body.pending_events, []);
  });

  it('sees that it is paused and resumed', async () => {
    await team.do(id, 'pause');
    assert.deepEqual((await poll('')).body.paused, true);
    await team.do(id, 'resume');
    assert.deepEqual((await poll('')).body.paused, false);
  });

  it('polls with a rotated token at once, and no longer with the old one', async () => {
    const { body } = await installation.request<{ tokens: { id: string }[] }>('GET', `/workspaces/${id}/tokens`);
    const { body: rotated } = await installation.request<{ auth_token: string }>(
      'POST',
      `/workspaces/${id}/tokens/${body.tokens[0]?.id}/rotate`,
    );
    assert.equal((await poll('', token)).status, 401);
    token = rotated.auth_token;
    assert.equal((await poll('')).status, 200);
  });

  it('learns that its workspace was removed; other tokens learn nothing', async () => {
    await installation.request('DELETE', `/workspaces/${id}`);
    const { status, body } = await poll('');
    assert.deepEqual([status, body.deleted, typeof body.deleted_at], [404, true, 'string']);
    assert.equal((await poll('', 'A'.repeat(43))).status, 401);
  });
});

describe('an agent known only by its address', () => {
  let installation: Installation;
  let team: Team;
  const servers: Server[] = [];
  let asked = 0;

  const serve = async (port: number): Promise<Server> => {
    const server = createServer((_request, response) => {
      asked += 1;
      response.end('{}');
    });
    servers.push(server);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };

  before(async () => {
    installation = await Installation.started({ GUILDHALL_AGENT_LEASE_MS: '1000' });
    team = new Team(installation);
  });
  after(async () => {
    for (const server of servers) server.close();
    await installation?.remove();
  });

  it('stays online while it answers, goes offline when it does not, and comes back', async () => {
    const server = await serve(0);
    const { port } = server.address() as AddressInfo;
    const id = await team.create('Silent server', { external: true, url: `http://127.0.0.1:${port}/` });
    await until('the agent to be asked', () => asked > 0);
    assert.equal((await team.see(id)).status, 'online');
    server.close();
    server.closeAllConnections();
    await team.comes(id, 'offline', ({ status_cause }) => status_cause === 'it does not answer at its address');
    await serve(port);
    await team.comes(id, 'online', ({ status_cause }) => status_cause === 'it answers at its address');
  });
});
