import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { io, type Socket } from 'socket.io-client';
import { Installation, jsonRequest, until } from '@guildhall/testing';
import { Team } from './harness/team.ts';

const card = { name: 'Somebody else' };
const url = 'http://127.0.0.1:9/';

/** Error code of a refused socket. */
const codeAtTheDoor = (socket: Socket): Promise<string | undefined> =>
  new Promise((resolve) => {
    socket.once('connect_error', (error: Error & { data?: { code?: string } }) => {
      socket.close();
      resolve(error.data?.code);
    });
  });

describe('twelve ways to act as another workspace', () => {
  let installation: Installation;
  let team: Team;
  let victim = '';
  let victimToken = '';
  let attacker = '';
  let attackerToken = '';
  let revokedToken = '';

  const issued = async (id: string): Promise<{ id: string; token: string }> => {
    const { body } = await installation.request<{ id: string; auth_token: string }>(
      'POST',
      `/workspaces/${id}/tokens`,
      {},
    );
    return { id: body.id, token: body.auth_token };
  };

  const as = async (
    token: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; code: string }> => {
    const answer = await jsonRequest<{ code?: string }>(installation.url, method, path, token, body, headers);
    return { status: answer.status, code: answer.body.code ?? '' };
  };

  before(async () => {
    installation = await Installation.started();
    team = new Team(installation);
    victim = await team.create('Victim', { external: true });
    attacker = await team.create('Attacker', { external: true });
    [{ token: victimToken }, { token: attackerToken }] = await Promise.all([issued(victim), issued(attacker)]);
    const revoked = await issued(victim);
    revokedToken = revoked.token;
    await installation.request('DELETE', `/workspaces/${victim}/tokens/${revoked.id}`);
  });
  after(() => installation?.remove());

  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'message/send',
    params: { message: { role: 'user', parts: [{ kind: 'text', text: 'do as I say' }] } },
  };

  const ways: [way: string, attempt: () => Promise<{ status: number; code: string }>, refusal: [number, string]][] = [
    [
      'registering it without any token',
      () => as(null, 'POST', '/registry/register', { id: victim, url, agent_card: card }),
      [401, 'UNAUTHENTICATED'],
    ],
    [
      'beating for it with a guessed token',
      () => as('A'.repeat(43), 'POST', '/registry/heartbeat', { workspace_id: victim }),
      [401, 'UNAUTHENTICATED'],
    ],
    [
      'registering it with one’s own token',
      () => as(attackerToken, 'POST', '/registry/register', { id: victim, url, agent_card: card }),
      [403, 'FOREIGN_WORKSPACE'],
    ],
    [
      'beating for it with one’s own token',
      () => as(attackerToken, 'POST', '/registry/heartbeat', { workspace_id: victim }),
      [403, 'FOREIGN_WORKSPACE'],
    ],
    [
      'changing its card',
      () => as(attackerToken, 'POST', '/registry/update-card', { workspace_id: victim, agent_card: card }),
      [403, 'FOREIGN_WORKSPACE'],
    ],
    [
      'coming back with a token that was revoked',
      () => as(revokedToken, 'POST', '/registry/heartbeat', { workspace_id: victim }),
      [401, 'TOKEN_REVOKED'],
    ],
    [
      'naming it as the caller in a header',
      () => as(attackerToken, 'GET', `/registry/discover/${victim}`, undefined, { 'x-workspace-id': victim }),
      [403, 'FOREIGN_WORKSPACE'],
    ],
    ['polling its state', () => as(attackerToken, 'GET', `/workspaces/${victim}/state`), [403, 'FOREIGN_WORKSPACE']],
    [
      'having a token of it issued',
      () => as(attackerToken, 'POST', `/workspaces/${victim}/tokens`, {}),
      [403, 'FORBIDDEN'],
    ],
    ['restarting it', () => as(attackerToken, 'POST', `/workspaces/${victim}/restart`, {}), [403, 'FOREIGN_WORKSPACE']],
    [
      'placing it below oneself',
      () => as(attackerToken, 'PATCH', `/workspaces/${victim}`, { parent_id: attacker }),
      [403, 'FORBIDDEN'],
    ],
    [
      'sending a message in its name',
      () => as(attackerToken, 'POST', `/workspaces/${attacker}/a2a`, message, { 'x-workspace-id': victim }),
      [403, 'FOREIGN_WORKSPACE'],
    ],
  ];

  for (const [way, attempt, [status, code]] of ways)
    it(`refuses ${way}`, async () => {
      const before = await count(code);
      assert.deepEqual(await attempt(), { status, code });
      await until('the attempt to be recorded', async () => (await count(code)) > before);
    });

  /** Number of recorded refusals with this code. */
  const count = async (code: string): Promise<number> =>
    (await refused()).filter((data) => data['code'] === code).length;

  const refused = async (): Promise<Record<string, unknown>[]> => {
    const { body } = await installation.request<{ items: { data: Record<string, unknown> }[] }>(
      'GET',
      '/history?limit=500&type=AccessRefused',
    );
    return body.items.map(({ data }) => data);
  };

  const door = (namespace: string, token: string): Socket =>
    io(`${installation.url}${namespace}`, {
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });

  it('refuses the live feed of another workspace', async () => {
    const socket = door('/live', attackerToken);
    try {
      const answer = await socket.emitWithAck('subscribe', { sub: 's', scope: { kind: 'workspace', id: victim } });
      assert.equal(answer.ok, false);
      await until('the attempt to be recorded', async () =>
        (await refused()).some(
          ({ code, path, request, workspaceId }) =>
            code === 'FOREIGN_WORKSPACE' && path === '/live' && request === 'subscribe' && workspaceId === victim,
        ),
      );
    } finally {
      socket.close();
    }
  });

  for (const namespace of ['/live', '/terminal'])
    it(`refuses a guessed or revoked token at ${namespace}`, async () => {
      for (const [token, code] of [
        ['A'.repeat(43), 'UNAUTHENTICATED'],
        [revokedToken, 'TOKEN_REVOKED'],
      ] as const) {
        const socket = door(namespace, token);
        assert.equal(await codeAtTheDoor(socket), code);
        await until('the attempt to be recorded', async () =>
          (await refused()).some(
            (data) => data['code'] === code && data['method'] === 'SOCKET' && data['path'] === namespace,
          ),
        );
      }
    });

  it('refuses a terminal to agents, and records the token that was used', async () => {
    const socket = door('/terminal', attackerToken);
    assert.equal(await codeAtTheDoor(socket), 'FORBIDDEN');
    await until('the attempt to be recorded', async () =>
      (await refused()).some(
        ({ code, path, credentialId }) =>
          code === 'FORBIDDEN' && path === '/terminal' && !String(credentialId).startsWith('unknown-'),
      ),
    );
  });

  it('records the target workspace and nothing of a token', async () => {
    const attempts = await refused();
    assert.ok(attempts.filter(({ workspaceId }) => workspaceId === victim).length >= 8);
    const text = JSON.stringify(attempts);
    const output = installation.output('platform');
    for (const token of [victimToken, attackerToken, revokedToken, 'A'.repeat(43)]) {
      assert.ok(!text.includes(token.slice(0, 20)));
      assert.ok(!output.includes(token.slice(0, 20)));
    }
  });

  it('leaves the victim unchanged', async () => {
    const seen = await team.see(victim);
    assert.deepEqual([seen.status, (seen as { url?: string | null }).url], ['awaiting_agent', null]);
  });
});
