import { request } from 'undici';
import { PlatformPlace, type External } from '../testing/platform-place.suite.js';

const inside = 'http://169.254.169.254/latest/meta-data';
const card = {
  name: 'Liar',
  url: inside,
  additionalInterfaces: [{ url: inside, transport: 'JSONRPC' }],
  supportedInterfaces: [{ url: inside, protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
};

describe('what agents learn of others', () => {
  let place: PlatformPlace;
  let liar: External;
  let reader: External;

  const register = async ({ id, token }: External): Promise<void> => {
    const body = { id, url: 'http://127.0.0.1:9/', agent_card: card };
    expect((await place.ask('POST', '/registry/register', body, token)).status).toBe(200);
  };
  const placed = async (environment: Record<string, string> = {}): Promise<void> => {
    place = await PlatformPlace.started(environment);
    [liar, reader] = [await place.external('Liar'), await place.external('Reader')];
    await register(liar);
  };
  /** As an agent that reached the platform under `host`. */
  const seenUnder = async (host: string, token: string): Promise<{ discovered: string; peers: unknown }> => {
    const options = { headers: { authorization: `Bearer ${token}`, host } };
    const ask = async (path: string): Promise<unknown> => (await request(`${place.url}${path}`, options)).body.json();
    const { url } = (await ask(`/registry/discover/${liar.id}`)) as { url: string };
    return { discovered: url, peers: await ask(`/registry/${reader.id}/peers`) };
  };
  afterEach(() => place.remove());

  it('is an address of the platform, never an address that another agent wrote into its card', async () => {
    await placed();
    const { host } = new URL(place.platform.url);
    const { discovered, peers } = await seenUnder(host, reader.token);
    const url = `${place.platform.url}/workspaces/${liar.id}/a2a`;
    expect(discovered).toBe(url);
    expect(peers).toMatchObject([
      {
        id: liar.id,
        url,
        agent_card: {
          name: 'Liar',
          url,
          additionalInterfaces: [{ url }],
          supportedInterfaces: [{ url }],
        },
      },
    ]);
    expect(JSON.stringify(peers)).not.toContain('169.254');
    const [registered] = await place.recorded('AgentRegistered');
    expect(registered).toMatchObject({ card: { name: 'Liar', url: 'http://169.254.169.254/' } });
    expect(JSON.stringify(registered)).not.toContain('meta-data');
  });

  it('is not who may talk to whom elsewhere', async () => {
    await placed();
    const third = await place.external('Third');
    const check = (caller_id: string, target_id: string, token?: string) =>
      place.ask('POST', '/registry/check-access', { caller_id, target_id }, token);
    const allowed = { status: 200, body: { allowed: true } };
    expect(await check(reader.id, liar.id, reader.token)).toEqual(allowed);
    expect(await check(liar.id, reader.id.toUpperCase(), reader.token)).toEqual(allowed);
    expect(await check(liar.id, third.id, reader.token)).toMatchObject({
      status: 403,
      body: { code: 'FOREIGN_WORKSPACE' },
    });
    expect(await check(liar.id, third.id)).toEqual(allowed);
  });

  it('is under the address that the agent itself used: another one may not lead here from where it is', async () => {
    await placed();
    const { discovered } = await seenUnder('172.18.0.1:8080', reader.token);
    expect(discovered).toBe(`http://172.18.0.1:8080/workspaces/${liar.id}/a2a`);
    const forged = await seenUnder('no host/../at all', reader.token);
    expect(forged.discovered).not.toContain('no host');
  });

  it('is under the public address for agents from outside, whatever a proxy makes of it', async () => {
    await placed({ GUILDHALL_PUBLIC_URL: 'https://guild.example' });
    const { discovered } = await seenUnder('127.0.0.1:8080', reader.token);
    expect(discovered).toBe(`https://guild.example/workspaces/${liar.id}/a2a`);
  });
});
