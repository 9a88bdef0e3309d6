export { openEventStoreDb, type EventStoreDbOptions, type EventStoreDbStore } from './event-store-db.js';
export { defaultTimes, type CallTimes } from './connection/call-times.js';
export { EventStoreUnusable } from './connection/unusable.js';
export { AppendTooLarge, appendLimit } from './append/append-request.js';
