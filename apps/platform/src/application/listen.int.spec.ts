import { networkInterfaces } from 'node:os';
import { ConfigurationError } from '../config/platform.config.js';
import { PlatformPlace } from '../testing/platform-place.suite.js';

const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
const withIpv6 = addresses.some(({ address }) => address === '::1') ? it : it.skip;

describe('where the platform listens', () => {
  withIpv6('may be an address of IPv6, which stands in brackets', async () => {
    const place = await PlatformPlace.started({ HOST: '::1' });
    try {
      expect(place.platform.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
      expect((await fetch(`${place.platform.url}/health/live`)).status).toBe(200);
    } finally {
      await place.remove();
    }
  });

  it('is said to be wrong by the name of the setting when this machine has no such address', async () => {
    const starting = PlatformPlace.started({ HOST: '203.0.113.7' });
    await expect(starting).rejects.toThrow(ConfigurationError);
    await expect(starting).rejects.toThrow(/HOST: this machine has no address 203\.0\.113\.7/);
  });
});
