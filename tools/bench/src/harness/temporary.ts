import { openEmbeddedEventStore, type EmbeddedEventStore } from '@guildhall/event-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone afterwards. */
export const withFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A log of its own in such a folder. */
export const withLog = <T>(use: (log: EmbeddedEventStore, directory: string) => Promise<T>): Promise<T> =>
  withFolder(async (folder) => {
    const directory = join(folder, 'log');
    const log = await openEmbeddedEventStore({ directory });
    try {
      return await use(log, directory);
    } finally {
      await log.close();
    }
  });
