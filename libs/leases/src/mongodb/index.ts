export { openMongoLeases } from './mongo-leases.js';
export { openMongoHeartbeats } from './mongo-heartbeats.js';
