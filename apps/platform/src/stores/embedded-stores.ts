import { openFileBlobStore } from '@guildhall/blob-store';
import { openEmbeddedEventStore } from '@guildhall/event-store';
import { openEmbeddedHeartbeats } from '@guildhall/leases';
import { openEmbeddedReadStore, ViewDirectory } from '@guildhall/read-store';
import { openFileKeyStore, openVault } from '@guildhall/vault';
import { mkdir } from 'node:fs/promises';
import type { PlatformConfig } from '../config/platform.config.js';
import { dataLayout } from './data-layout.js';
import { requireLogOfItsData } from './missing-log.js';
import type { Stores } from './stores.js';

/** Opens everything; the event log first, because it refuses a second process on the same data. */
export const openEmbeddedStores = async (config: PlatformConfig): Promise<Stores> => {
  const layout = dataLayout(config.dataDir);
  const isRestored = config.logRestored === '1';
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  requireLogOfItsData(layout, isRestored);
  const events = await openEmbeddedEventStore({ directory: layout.log, isRestored });
  const reads = await openEmbeddedReadStore({ file: layout.views });
  const blobs = await openFileBlobStore({ directory: layout.blobs });
  const masterKey = config.masterKey === undefined ? {} : { masterKey: config.masterKey };
  const vault = await openVault({ blobs, keys: await openFileKeyStore({ directory: layout.keys, ...masterKey }) });
  const heartbeats = openEmbeddedHeartbeats();
  const open = [heartbeats, vault, blobs, reads, events];
  return {
    events,
    reads,
    views: new ViewDirectory(reads),
    reactorLeases: null,
    heartbeats,
    blobs,
    vault,
    auditRecord: null,
    time: null,
    close: async () => {
      for (const store of open) await store.close();
    },
  };
};
