export * from './port.js';
export * from './errors.js';
export * from './view-directory.js';
export { openEmbeddedReadStore, type EmbeddedReadStoreOptions } from './embedded/embedded-read-store.js';
export { openMongoReadStore, type MongoReadStoreOptions } from './mongodb/mongo-read-store.js';
