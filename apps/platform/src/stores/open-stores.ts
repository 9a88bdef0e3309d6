import type { PlatformConfig } from '../config/platform.config.js';
import { openEmbeddedStores } from './embedded-stores.js';
import type { Stores } from './stores.js';

/** Opens what the configuration names. */
export const openStores = (config: PlatformConfig): Promise<Stores> => openEmbeddedStores(config);
