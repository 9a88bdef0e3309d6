import { openFileBlobStore, type BlobStore } from '@guildhall/blob-store';
import { openEmbeddedEventStore, type EventStore, type StoreHealth } from '@guildhall/event-store';
import { openEmbeddedHeartbeats, openEmbeddedLeases, type Heartbeats, type Leases } from '@guildhall/leases';
import { openEmbeddedReadStore, ViewDirectory, type ReadStore } from '@guildhall/read-store';
import { openFileKeyStore, openVault, type Vault } from '@guildhall/vault';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlatformConfig } from '../config/platform.config.js';

/** All stores of one installation. */
export interface Stores {
  events: EventStore & { health(): StoreHealth };
  reads: ReadStore;
  views: ViewDirectory;
  leases: Leases;
  heartbeats: Heartbeats;
  blobs: BlobStore;
  vault: Vault;
  close(): Promise<void>;
}

/** Where the parts of an embedded installation lie. */
export const dataLayout = (dataDir: string) => ({
  log: join(dataDir, 'log'),
  views: join(dataDir, 'views', 'views.db'),
  leases: join(dataDir, 'leases.db'),
  blobs: join(dataDir, 'blobs'),
  keys: join(dataDir, 'keys'),
  agents: join(dataDir, 'agents'),
  run: join(dataDir, 'run'),
});

/** Opens everything; the event log first, because it refuses a second process on the same data. */
export const openEmbeddedStores = async (config: PlatformConfig): Promise<Stores> => {
  const layout = dataLayout(config.dataDir);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const events = await openEmbeddedEventStore({ directory: layout.log });
  const reads = await openEmbeddedReadStore({ file: layout.views });
  const blobs = await openFileBlobStore({ directory: layout.blobs });
  const masterKey = config.masterKey === undefined ? {} : { masterKey: config.masterKey };
  const vault = await openVault({ blobs, keys: await openFileKeyStore({ directory: layout.keys, ...masterKey }) });
  const leases = await openEmbeddedLeases({ file: layout.leases });
  const heartbeats = openEmbeddedHeartbeats();
  const open = [heartbeats, leases, vault, blobs, reads, events];
  return {
    events,
    reads,
    views: new ViewDirectory(reads),
    leases,
    heartbeats,
    blobs,
    vault,
    close: async () => {
      for (const store of open) await store.close();
    },
  };
};
