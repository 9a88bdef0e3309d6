export * from './port.js';
export * from './errors.js';
export * from './settings.js';
export * from './view-directory.js';
export { openEmbeddedReadStore, type EmbeddedReadStoreOptions } from './embedded/embedded-read-store.js';
export { ForeignReadModel, requireLog } from './require-log.js';
