import type { PlatformConfig } from '../config/platform.config.js';
import { openEmbeddedStores } from './embedded-stores.js';
import type { Stores } from './stores.js';

/** Opens what the configuration names. The clients of the servers are loaded only where they are used: they cost 45 MB. */
export const openStores = async (config: PlatformConfig): Promise<Stores> => {
  if (config.store === 'embedded') return openEmbeddedStores(config);
  const { openServerStores } = await import('./server-stores.js');
  return openServerStores(config);
};
