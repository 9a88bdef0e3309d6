import { GuildhallError } from '@guildhall/contracts';
import { ConfigurationError } from '../../config/platform.config.js';
import { NetworkGuard } from './network-guard.js';

const names: Record<string, string[]> = {
  'agent.test': ['127.0.0.1'],
  'rebind.test': ['127.0.0.1', '169.254.169.254'],
  'public.test': ['93.184.216.34'],
};
const resolve = (host: string) =>
  names[host] === undefined
    ? Promise.reject(new Error('ENOTFOUND'))
    : Promise.resolve(names[host].map((address) => ({ address })));
const guard = (networks: string) => new NetworkGuard({ agentNetworks: networks, store: 'embedded' }, resolve);

const refusal = async (networks: string, url: string): Promise<GuildhallError | null> => {
  const own = guard(networks);
  own.refusePort(8080);
  return own.check(url).then(
    () => null,
    (error: GuildhallError) => error,
  );
};

describe('the guard of agent addresses', () => {
  it.each([
    'http://127.0.0.1:9000/a',
    'http://[::1]:9000/',
    'http://agent.test:9000/',
    'http://[::ffff:127.0.0.1]:9000/',
  ])('lets an agent on this machine in: %s', async (url) => expect(await refusal('loopback', url)).toBeNull());

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'http://rebind.test/',
    'http://public.test/',
    'http://unknown.test/',
    'http://0.0.0.0:9000/',
    'http://2130706433/x'.replace('2130706433', '0xa9fea9fe'),
    'ftp://127.0.0.1/',
    'http://user:pass@127.0.0.1:9000/',
    'http://127.0.0.1:8080/workspaces',
    'http://[::1]:8080/',
    'not a url',
  ])('refuses %s', async (url) => expect((await refusal('loopback', url))?.code).toBe('AGENT_URL_FORBIDDEN'));

  describe('where nothing on this machine is allowed, for an agent that was started here', () => {
    const given = (base: string | null) => () => Promise.resolve(base);
    const outcome = (url: string, base: string | null): Promise<unknown> => {
      const own = guard('public');
      own.refusePort(8080);
      return own.check(url, given(base)).then(
        ({ address }) => address,
        (error: GuildhallError) => error.code,
      );
    };
    const here = 'http://127.0.0.1:9000';

    it('lets the address in that its engine has, with any path', async () =>
      expect(await outcome(`${here}/secret?x=1`, here)).toBe('127.0.0.1'));

    it.each([
      ['another port', 'http://127.0.0.1:9001/', here],
      ['another host', 'http://127.0.0.2:9000/', here],
      ['another protocol', 'https://127.0.0.1:9000/', here],
      ['a private address', 'http://10.0.0.1:9000/', here],
      ['a name for the same', 'http://agent.test:9000/', here],
      ['an agent that no engine here has', `${here}/`, null],
      ['our own port, even if the engine says it', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ])('refuses %s', async (_what, url, base) => expect(await outcome(url, base)).toBe('AGENT_URL_FORBIDDEN'));

    it('does not ask the engine about an address that is allowed anyway', async () => {
      const unasked = () => Promise.reject(new Error('it was asked'));
      await expect(guard('loopback').check(`${here}/`, unasked)).resolves.toMatchObject({ address: '127.0.0.1' });
    });
  });

  it.each([
    ['http://127.0.0.1:9000', 'http://agent.test:9000/workspaces'],
    ['http://localhost:9000', 'http://[::1]:9000/'],
    ['http://public.test', 'http://public.test/registry/register'],
    ['https://public.test', 'https://public.test:443/'],
  ])('refuses the platform behind a proxy at %s: %s', async (own, url) => {
    const proxied = guard('loopback, public');
    proxied.refuseAddress(new URL(own));
    await expect(proxied.check(url)).rejects.toMatchObject({ code: 'AGENT_URL_FORBIDDEN' });
    await expect(proxied.check('http://public.test:9001/')).resolves.toMatchObject({ address: '93.184.216.34' });
  });

  it('connects to the address it has checked', async () => {
    expect(await guard('loopback').check('http://agent.test:9000/x')).toMatchObject({
      address: '127.0.0.1',
      family: 4,
    });
  });

  it('takes networks and words together', async () => {
    expect(await refusal('10.1.0.0/16, public', 'http://10.1.2.3/')).toBeNull();
    expect(await refusal('10.1.0.0/16, public', 'http://public.test/')).toBeNull();
    expect((await refusal('10.1.0.0/16', 'http://10.2.0.1/'))?.code).toBe('AGENT_URL_FORBIDDEN');
  });

  it('stops the start when a network cannot be read', () => {
    expect(() => guard('loopback, 10.1/99')).toThrow(ConfigurationError);
  });
});
