export { openEventStoreDb, type EventStoreDbOptions, type EventStoreDbStore } from './event-store-db.js';
export { usualTimes, type CallTimes } from './call-times.js';
export { EventStoreUnusable } from './unusable.js';
export { AppendTooLarge, appendLimit } from './append-request.js';
