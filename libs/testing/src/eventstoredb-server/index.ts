export { EventStoreDbServer, startEventStoreDbServer, type EventStoreDbServerOptions } from './server.js';
export type { Delay, Faults } from './faults.js';
