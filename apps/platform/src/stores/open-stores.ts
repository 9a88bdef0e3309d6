import { upcast } from '@guildhall/contracts';
import { upcasting } from '@guildhall/event-store';
import type { PlatformConfig } from '../config/platform.config.js';
import { openEmbeddedStores } from './embedded-stores.js';
import type { Stores } from './stores.js';

/** Opens what the configuration names; every reader sees the events in their newest version. */
export const openStores = async (config: PlatformConfig): Promise<Stores> => {
  const stores = await openStored(config);
  const { events } = stores;
  return { ...stores, events: { ...upcasting(events, upcast), health: () => events.health() } };
};

/** The clients of the servers are loaded only where they are used: they cost 45 MB. */
const openStored = async (config: PlatformConfig): Promise<Stores> => {
  if (config.store === 'embedded') return openEmbeddedStores(config);
  const { openServerStores } = await import('./server-stores.js');
  return openServerStores(config);
};
