export * from './installation/free-port.js';
export * from './installation/installation.js';
export type { ServerStores } from './installation/server-stores.js';
export * from './installation/until.js';
export * from './given/given.js';
export * from './builders/facts.js';
export * from './builders/recorded.js';
export * from './builders/seeded-random.js';
export * from './builders/random-history.js';
