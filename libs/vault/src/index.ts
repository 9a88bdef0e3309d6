export * from './port.js';
export * from './errors.js';
export { openVault, type VaultParts } from './vault.js';
export { hasMasterKey, openFileKeyStore, type FileKeyStoreOptions } from './keys/file-key-store.js';
