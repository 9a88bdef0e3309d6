export { openMongoKeyStore, type MongoKeyStoreOptions } from './mongo-key-store.js';
