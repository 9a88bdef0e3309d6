import { type Cause } from '@guildhall/contracts';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@guildhall/testing';
import { PlatformPlace, type External } from '../../testing/platform-place.suite.js';

describe('an agent of somebody else', () => {
  let place: PlatformPlace;
  beforeAll(async () => (place = await PlatformPlace.started()));
  afterAll(() => place.remove());

  const beat = (id: string, token: string) => place.ask('POST', '/registry/heartbeat', { workspace_id: id }, token);
  const register = (id: string, token: string) =>
    place.ask('POST', '/registry/register', { id, url: 'http://127.0.0.1:9/', agent_card: { name: 'It' } }, token);
  const online = async (name: string): Promise<External> => {
    const agent = await place.external(name);
    await register(agent.id, agent.token);
    expect(place.see(agent.id)?.status).toBe('online');
    return agent;
  };
  const toldGone = (id: string, code: string) =>
    until('its end in the log', async () =>
      (await place.recorded('AgentWentOffline')).some(
        (data) => data['workspaceId'] === id && (data['cause'] as Cause).code === code,
      ),
    );

  it('comes online again after its workspace was removed and restored', async () => {
    const { id } = await online('Removed');
    await place.ask('DELETE', `/workspaces/${id}`);
    await toldGone(id, 'held_removed');
    await place.ask('POST', `/workspaces/${id}/restore`, {});
    const { body } = await place.ask('POST', `/workspaces/${id}/tokens`, {});
    expect(place.see(id)).toMatchObject({ status: 'awaiting_agent', cause: { code: 'restored' } });
    expect((await register(id, body['auth_token'] as string)).status).toBe(200);
    expect(place.see(id)?.status).toBe('online');
  });

  it('comes online by its next beat after a removal that was taken back at once', async () => {
    const { id } = await online('Undone');
    await place.ask('DELETE', `/workspaces/${id}`);
    await place.ask('POST', `/workspaces/${id}/restore`, {});
    await until('its beat to count', async () => {
      await beat(id, place.adminToken);
      return place.see(id)?.status === 'online';
    });
  });

  it('comes online by its next beat after a pause', async () => {
    const { id, token } = await online('Paused');
    await place.ask('POST', `/workspaces/${id}/pause`, {});
    await place.ask('POST', `/workspaces/${id}/resume`, {});
    await until('its beat to count', async () => {
      await beat(id, token);
      return place.see(id)?.status === 'online';
    });
  });
});

describe('an agent that only gave its address', () => {
  let place: PlatformPlace;
  let server: Server;
  let url: string;

  const answering = async (port = 0): Promise<void> => {
    server = createServer((_request, response) => void response.end('{}')).listen(port, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  const silent = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const asked = async (id: string): Promise<void> => {
    await silent();
    await place.comes(id, 'offline');
    expect(place.see(id)?.cause).toEqual({ code: 'silent_at_address' });
  };

  beforeAll(async () => (place = await PlatformPlace.started({ GUILDHALL_AGENT_LEASE_MS: '1000' })));
  beforeEach(() => answering());
  afterEach(() => (server.listening ? silent() : undefined));
  afterAll(() => place.remove());

  const restarted = async (): Promise<void> => {
    await place.stop();
    await place.start();
  };

  it('is still asked there after a restart of the platform', async () => {
    const { id } = await place.external('Online', { url });
    await restarted();
    await asked(id);
  });

  it('is asked there after a restart also when it was offline before', async () => {
    const { id } = await place.external('Offline', { url });
    await asked(id);
    await restarted();
    await answering(Number(new URL(url).port));
    await place.comes(id, 'online');
    expect(place.see(id)?.cause).toEqual({ code: 'answers_at_address' });
  });

  it('is asked there again once its workspace is restored', async () => {
    const { id } = await place.external('Restored', { url });
    await place.ask('DELETE', `/workspaces/${id}`);
    await restarted();
    await place.ask('POST', `/workspaces/${id}/restore`, {});
    await place.comes(id, 'online');
  });
});
