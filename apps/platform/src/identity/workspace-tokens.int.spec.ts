import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { PlatformPlace, type Answer, type External } from '../testing/platform-place.suite.js';
import { until } from '@guildhall/testing';
import { io } from 'socket.io-client';
import { CredentialIndex } from './credential-index.js';
import { TokenIssuer } from './token-issuer.js';

describe('tokens of a workspace', () => {
  let place: PlatformPlace;
  beforeAll(async () => (place = await PlatformPlace.started()));
  afterAll(() => place.remove());

  const beat = ({ id, token }: External): Promise<Answer> =>
    place.ask('POST', '/registry/heartbeat', { workspace_id: id }, token);
  const poll = ({ id, token }: External): Promise<Answer> =>
    place.ask('GET', `/workspaces/${id}/state`, undefined, token);
  const remove = (id: string): Promise<Answer> => place.ask('DELETE', `/workspaces/${id}?confirm=true`);
  const restore = (id: string): Promise<Answer> => place.ask('POST', `/workspaces/${id}/restore`, {});
  const firstOf = (id: string): string => place.platform.app.get(CredentialIndex).ofWorkspace(id)[0]?.id ?? '';
  const revoked = { status: 401, body: { code: 'TOKEN_REVOKED' } };

  it('end with it and with its lead, and no restoration or restart brings them back', async () => {
    const lead = await place.external('Lead');
    const report = await place.external('Report', { parent_id: lead.id });
    await remove(lead.id);
    for (const one of [lead, report]) {
      expect(await beat(one)).toMatchObject(revoked);
      expect(await poll(one)).toMatchObject({ status: 404, body: { deleted: true, status: 'removed' } });
    }
    await restore(lead.id);
    await place.stop();
    await place.start();
    for (const one of [lead, report]) {
      expect(await beat(one)).toMatchObject(revoked);
      expect(await poll(one)).toMatchObject(revoked);
    }
  });

  it('leave no socket open', async () => {
    const lead = await place.external('Lead');
    const report = await place.external('Report', { parent_id: lead.id });
    const socket = io(`${place.url}/live`, {
      auth: { token: report.token },
      transports: ['websocket'],
      forceNew: true,
    });
    try {
      await until('it to be in', () => socket.connected);
      await remove(lead.id);
      await until('it to be out', () => !socket.connected);
    } finally {
      socket.close();
    }
  });

  it('are not issued or rotated while it is removed', async () => {
    const { id } = await place.external('Removed');
    const tokenId = firstOf(id);
    await remove(id);
    const refusal = { status: 409, body: { code: 'WORKSPACE_REMOVED' } };
    expect(await place.ask('POST', `/workspaces/${id}/tokens`, {})).toMatchObject(refusal);
    expect(await place.ask('POST', `/workspaces/${id}/tokens/${tokenId}/rotate`, {})).toMatchObject(refusal);
  });

  it('have ended when a start that was under way issues them after the removal', async () => {
    const { id } = await place.external('Starting');
    await remove(id);
    const meta = systemMeta('test', { org: 'default', key: [newId()], correlationId: newId() });
    const issuing = place.platform.app
      .get(TokenIssuer)
      .issue({ workspaceId: id, name: 'start 1', incarnation: 1 }, meta);
    await expect(issuing).rejects.toMatchObject({ code: 'WORKSPACE_REMOVED' });
    await restore(id);
    expect(place.platform.app.get(CredentialIndex).ofWorkspace(id)).toEqual([]);
  });

  it('end by a rotation also when that was interrupted in the middle', async () => {
    const rotated = await place.external('Rotated');
    const tokenId = firstOf(rotated.id);
    const rotate = (): Promise<Answer> =>
      place.ask('POST', `/workspaces/${rotated.id}/tokens/${tokenId}/rotate`, {}, place.adminToken, {
        'idempotency-key': 'one-rotation',
      });
    const issuer = place.platform.app.get(TokenIssuer);
    const { revokeAs } = issuer;
    issuer.revokeAs = () => Promise.reject(new Error('the platform died here'));
    expect((await rotate()).status).toBe(500);
    issuer.revokeAs = revokeAs;
    expect((await beat(rotated)).status).toBe(200);
    expect(await rotate()).toMatchObject({ status: 409, body: { code: 'TOKEN_ALREADY_SHOWN' } });
    expect(await beat(rotated)).toMatchObject(revoked);
  });

  it('come by registering only to a workspace that has none', async () => {
    const { id, token } = await place.external('Registered', { url: 'http://127.0.0.1:9/' });
    const register = (): Promise<Answer> =>
      place.ask('POST', '/registry/register', { id, url: 'http://127.0.0.1:9/', agent_card: { name: 'It' } });
    const first = await register();
    expect(first).toMatchObject({ status: 200 });
    const had = token !== '';
    expect(typeof first.body['auth_token']).toBe(had ? 'undefined' : 'string');
    for (let again = 1; again <= 60; again += 1)
      expect(await register()).toEqual({ status: 200, body: { status: 'registered' } });
    expect(place.platform.app.get(CredentialIndex).ofWorkspace(id)).toHaveLength(1);
  });

  it('are at most fifty', async () => {
    const { id } = await place.external('Many');
    const issue = (): Promise<Answer> => place.ask('POST', `/workspaces/${id}/tokens`, {});
    for (let live = 1; live < 50; live += 1) expect((await issue()).status).toBe(201);
    expect(await issue()).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TOKENS', limit: 50 } });
  });
});
