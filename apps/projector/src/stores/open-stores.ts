import { upcast } from '@guildhall/contracts';
import { upcasting } from '@guildhall/event-store';
import type { ProjectorConfig } from '../config/projector.config.js';
import { openEmbeddedStores } from './embedded-stores.js';
import type { ProjectorStores } from './stores.js';

/** Opens what the configuration names; every projection sees the events in their newest version. */
export const openStores = async (config: ProjectorConfig): Promise<ProjectorStores> => {
  const stores = await openStored(config);
  return { ...stores, log: upcasting(stores.log, upcast) };
};

/** The clients of the servers are loaded only where they are used: they cost 45 MB. */
const openStored = async (config: ProjectorConfig): Promise<ProjectorStores> => {
  if (config.store === 'embedded') return openEmbeddedStores(config.dataDir);
  const { openServerStores } = await import('./server-stores.js');
  return openServerStores(config);
};
