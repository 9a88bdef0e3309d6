import { openFileBlobStore } from '@guildhall/blob-store';
import { openEmbeddedEventStore } from '@guildhall/event-store';
import { openEmbeddedLeases } from '@guildhall/leases';
import { openEmbeddedReadStore } from '@guildhall/read-store';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataPaths } from '../config/data-directory.js';
import { engineTimes } from '../engine/engine-times.js';
import { leaseTimes } from '../engine/lease-keeper.js';
import type { ProjectorStores } from './stores.js';

/** Opens the files of a data directory. The log must exist already: the platform makes it. */
export const openEmbeddedStores = async (directory: string): Promise<ProjectorStores> => {
  const paths = dataPaths(directory);
  await mkdir(dirname(paths.views), { recursive: true });
  const log = await openEmbeddedEventStore({ directory: paths.log, role: 'reader' });
  const blobs = await openFileBlobStore({ directory: paths.blobs });
  const leases = await openEmbeddedLeases({ file: paths.leases });
  const scratch = join(dirname(paths.views), `compare-${process.pid}.db`);
  return {
    log,
    blobs,
    leases,
    leaseTimes: leaseTimes.embedded,
    engineTimes: engineTimes.embedded,
    openReads: () => openEmbeddedReadStore({ file: paths.views, logId: log.logId }),
    openScratch: async () => {
      await removeDatabase(scratch);
      const reads = await openEmbeddedReadStore({ file: scratch, logId: log.logId });
      const remove = async (): Promise<void> => {
        await reads.close();
        await removeDatabase(scratch);
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

const removeDatabase = async (file: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm', '-journal', '.lock']) await rm(file + suffix, { force: true });
};
