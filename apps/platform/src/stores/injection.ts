import { Inject } from '@nestjs/common';

const stores = Symbol('Stores');
const eventStore = Symbol('EventStore');
const blobStore = Symbol('BlobStore');
const vault = Symbol('Vault');
const heartbeats = Symbol('Heartbeats');
const logger = Symbol('Logger');

/** Tokens of the ports: interfaces have no class to be found by. */
export const portTokens = { stores, eventStore, blobStore, vault, heartbeats, logger } as const;

export const InjectStores = () => Inject(stores);
export const InjectEventStore = () => Inject(eventStore);
export const InjectBlobStore = () => Inject(blobStore);
export const InjectVault = () => Inject(vault);
export const InjectHeartbeats = () => Inject(heartbeats);
export const InjectLogger = () => Inject(logger);
