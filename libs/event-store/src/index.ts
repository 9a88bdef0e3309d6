export * from './port.js';
export * from './errors.js';
export {
  openEmbeddedEventStore,
  type EmbeddedEventStore,
  type EmbeddedEventStoreOptions,
} from './embedded/embedded-event-store.js';
export { canonicalJson } from './embedded/canonical-json.js';
export { eventLimit } from './embedded/log-writer.js';
