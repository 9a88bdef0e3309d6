export * from './port.js';
export { openFileBlobStore, type FileBlobStoreOptions } from './file/file-blob-store.js';
