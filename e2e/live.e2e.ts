import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { liveNamespace, type OrgGraph } from '@guildhall/contracts';
import { Installation, until } from '@guildhall/testing';
import { io } from 'socket.io-client';
import { Mirror } from './harness/mirror.ts';

describe('the live feed', () => {
  let installation: Installation;
  let id: string;

  before(async () => {
    installation = await Installation.started();
    id = (await installation.request<{ id: string }>('POST', '/workspaces', { name: 'Shared', external: true })).body
      .id;
  });
  after(() => installation?.remove());

  it('leaves two clients equal to the server after 20 disconnects during 1 000 events', async () => {
    const graphs = [new Mirror(installation), new Mirror(installation)];
    for (const graph of graphs) await graph.started();
    let written = 0;
    const writers = Array.from({ length: 8 }, async (_, lane) => {
      for (let index = 0; index < 125; index += 1) {
        await installation.request('PATCH', `/workspaces/${id}`, { role: `lane ${lane} ${index}` });
        written += 1;
      }
    });
    const cuts = (async () => {
      for (let cut = 1; cut <= 20; cut += 1) {
        await until(`${cut * 40} writes`, () => written >= cut * 40 || written === 1_000, { everyMs: 1 });
        for (const graph of graphs) graph.cut();
      }
    })();
    await Promise.all([...writers, cuts]);
    const { body } = await installation.request<{ position: string; graph: OrgGraph }>('GET', '/history/state');
    for (const graph of graphs) {
      await until('the mirror to be at the head', () => graph.position >= body.position);
      assert.deepEqual(graph.graph(), body.graph);
      assert.deepEqual(graph.gaps, []);
    }
    for (const graph of graphs) graph.close();
  });

  it('resumes after a kill and restart of the platform', async () => {
    const mirror = new Mirror(installation);
    await mirror.started();
    await installation.kill('platform');
    installation.start('platform');
    await installation.ready();
    await installation.request('PATCH', `/workspaces/${id}`, { role: 'after the restart' });
    const { body } = await installation.request<{ position: string; graph: OrgGraph }>('GET', '/history/state');
    await until('the mirror to be at the head', () => mirror.position >= body.position);
    assert.deepEqual(mirror.graph(), body.graph);
    mirror.close();
  });

  it('requires a credential, and limits a workspace to its own scope', async () => {
    const { body } = await installation.request<{ id: string; connection: { auth_token: string } }>(
      'POST',
      '/workspaces',
      { name: 'Own', external: true },
    );
    const refusal = (token: string, scope: object): Promise<string> =>
      new Promise((resolve) => {
        const socket = io(`${installation.url}${liveNamespace}`, {
          auth: { token },
          transports: ['websocket'],
          reconnection: false,
          forceNew: true,
        });
        const end = (code: string): void => {
          socket.disconnect();
          resolve(code);
        };
        socket.on('connect_error', (error: Error & { data?: { code: string } }) =>
          end(error.data?.code ?? error.message),
        );
        socket.on('connect', () =>
          socket.emit('subscribe', { sub: 's', scope }, (answer: { ok: boolean; error?: { code: string } }) =>
            end(answer.error?.code ?? 'let in'),
          ),
        );
      });
    assert.equal(await refusal('guessed', { kind: 'organisation' }), 'UNAUTHENTICATED');
    assert.equal(await refusal(body.connection.auth_token, { kind: 'organisation' }), 'FOREIGN_WORKSPACE');
    assert.equal(await refusal(body.connection.auth_token, { kind: 'workspace', id }), 'FOREIGN_WORKSPACE');
    assert.equal(await refusal(body.connection.auth_token, { kind: 'workspace', id: body.id }), 'let in');
  });
});
