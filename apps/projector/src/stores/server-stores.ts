import { openMongoBlobStore } from '@guildhall/blob-store/mongodb';
import { openEventStoreDb } from '@guildhall/event-store/eventstoredb';
import { openMongoLeases } from '@guildhall/leases/mongodb';
import { MongoConnection } from '@guildhall/mongodb';
import { requireLog } from '@guildhall/read-store';
import { openMongoReadStore } from '@guildhall/read-store/mongodb';
import type { ProjectorConfig } from '../config/projector.config.js';
import { engineTimes } from '../engine/engine-times.js';
import { leaseTimes } from '../engine/lease-keeper.js';
import type { ProjectorStores } from './stores.js';

/** EventStoreDB and MongoDB. Throws when read model and log do not belong together. */
export const openServerStores = async (config: ProjectorConfig): Promise<ProjectorStores> => {
  const { eventStoreUrl = '', mongoUrl = '', mongoDatabase } = config;
  const mongo = { url: mongoUrl, database: mongoDatabase };
  const log = await openEventStoreDb({ url: eventStoreUrl });
  const blobs = await openMongoBlobStore(mongo);
  const leases = await openMongoLeases(mongo);
  const scratch = { ...mongo, database: `${mongoDatabase}-compare-${process.pid}` };
  return {
    log,
    blobs,
    leases,
    leaseTimes: leaseTimes.server,
    engineTimes: engineTimes.server,
    openReads: async () => {
      const reads = await openMongoReadStore(mongo);
      await requireLog(reads, log.logId);
      return reads;
    },
    openScratch: async () => {
      const reads = await openMongoReadStore(scratch);
      const remove = async (): Promise<void> => {
        await reads.close();
        const connection = await MongoConnection.open(scratch);
        await connection.db.dropDatabase();
        await connection.close();
      };
      return { reads, remove };
    },
    close: async () => {
      await leases.close();
      await blobs.close();
      await log.close();
    },
  };
};
