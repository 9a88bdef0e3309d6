import { openMongoBlobStore } from '@guildhall/blob-store/mongodb';
import { chainStream, StreamChainRecord } from '@guildhall/event-store';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { currentHolderId } from '@guildhall/leases';
import { openMongoHeartbeats, openMongoLeases } from '@guildhall/leases/mongodb';
import { MongoConnection } from '@guildhall/mongodb';
import { requireLog, ViewDirectory } from '@guildhall/read-store';
import { openMongoReadStore } from '@guildhall/read-store/mongodb';
import { openVault } from '@guildhall/vault';
import { openMongoKeyStore } from '@guildhall/vault/mongodb';
import type { PlatformConfig } from '../config/platform.config.js';
import type { Stores } from './stores.js';

interface Closable {
  close(): Promise<void>;
}

/** EventStoreDB and MongoDB, shared by any number of platforms and projectors. Throws when read model and log differ. */
export const openServerStores = async (config: PlatformConfig): Promise<Stores> => {
  const open: Closable[] = [];
  const kept = async <Store extends Closable>(opening: Promise<Store>): Promise<Store> => {
    const store = await opening;
    open.unshift(store);
    return store;
  };
  const close = async (): Promise<void> => {
    for (const store of open) await store.close();
  };
  try {
    const { eventStoreUrl = '', mongoUrl = '', mongoDatabase, masterKey = '' } = config;
    const mongo = { url: mongoUrl, database: mongoDatabase };
    const events = await kept(openEventStoreDb({ url: eventStoreUrl }));
    const connection = await kept(MongoConnection.open(mongo));
    const reads = await kept(openMongoReadStore(mongo));
    await requireLog(reads, events.logId);
    const blobs = await kept(openMongoBlobStore(mongo));
    const keys = await openMongoKeyStore({ ...mongo, masterKey });
    const vault = await kept(openVault({ blobs, keys }));
    const leases = await kept(openMongoLeases(mongo));
    const heartbeats = await kept(openMongoHeartbeats(mongo));
    return {
      events,
      reads,
      views: new ViewDirectory(reads),
      reactorLeases: { store: leases, holder: currentHolderId() },
      heartbeats,
      blobs,
      vault,
      auditRecord: new StreamChainRecord(events, chainStream),
      time: async () => (await connection.serverTime()).getTime(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
