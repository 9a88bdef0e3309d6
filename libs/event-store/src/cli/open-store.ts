import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChainRecord } from '../audit/chain-record.js';
import { StreamChainRecord } from '../audit/stream-chain-record.js';
import { openEmbeddedEventStore } from '../embedded/embedded-event-store.js';
import { logFile } from '../embedded/schema.js';
import { StoreUnavailable } from '../errors.js';
import type { EventStore } from '../port.js';
import type { StoreAddress } from './arguments.js';
import { chainStream } from '../log-streams.js';

export const logFolder = (dataFolder: string): string => join(dataFolder, 'log');

/** Throws `StoreUnavailable` if the folder has no log. */
export const requireLogFile = (dataFolder: string): string => {
  const file = join(logFolder(dataFolder), logFile);
  if (!existsSync(file))
    throw new StoreUnavailable(`There is no event log in ${dataFolder}. Give the data folder with --data or DATA_DIR.`);
  return file;
};

/** Opens an existing log; works while Guildhall runs on it. */
export const openForReading = async (address: StoreAddress): Promise<EventStore> => {
  if (address.kind === 'url') return openServer(address.url);
  requireLogFile(address.folder);
  return openEmbeddedEventStore({ directory: logFolder(address.folder), role: 'reader', waitMs: 0 });
};

/** A store to import into. */
export interface Target {
  store: EventStore;
  /** See `ImportOptions`. */
  keepsCallOrder: boolean;
}

/** Creates an embedded log that is missing. Throws `SecondWriter` while Guildhall runs on it. */
export const openForWriting = async (address: StoreAddress): Promise<Target> =>
  address.kind === 'url'
    ? { store: await openServer(address.url), keepsCallOrder: false }
    : { store: await openEmbeddedEventStore({ directory: logFolder(address.folder) }), keepsCallOrder: true };

/** The checkpoints within the store itself. */
export const recordOf = (store: EventStore): ChainRecord => new StreamChainRecord(store, chainStream);

export const nameOf = (address: StoreAddress): string =>
  address.kind === 'url' ? withoutPassword(address.url) : address.folder;

/** An address may carry a password; no output may. */
const withoutPassword = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

/** Loads the client only where it is used: it takes 45 MB. */
const openServer = async (url: string): Promise<EventStore> => {
  const { openEventStoreDb } = await import('../eventstoredb/index.js');
  return openEventStoreDb({ url });
};
