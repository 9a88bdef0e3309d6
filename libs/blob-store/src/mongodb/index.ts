export { openMongoBlobStore } from './mongo-blob-store.js';
