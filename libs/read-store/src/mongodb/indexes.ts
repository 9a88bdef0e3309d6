import { MongoUnavailable, type MongoConnection } from '@guildhall/mongodb';
import type { Collection, IndexDescription } from 'mongodb';
import { fieldPath } from './filter-query.js';
import type { StoredDocument } from './stored-document.js';

/** Fields in their order. */
export type Index = string[];

/**
 * A tombstone is needed until the checkpoint has passed it and no paused holder of an old lease can still write. The
 * database removes it after a day.
 */
const tombstoneSeconds = 86_400;
const tombstones: IndexDescription = { key: { gone: 1 }, name: 'tombstones', expireAfterSeconds: tombstoneSeconds };

const description = (fields: Index): IndexDescription => ({
  key: Object.fromEntries(fields.map((field): [string, 1] => [fieldPath(field), 1])),
  name: fields.join(','),
});

/** Creates missing indexes and waits until they can be used. */
export const buildIndexes = async (
  connection: MongoConnection,
  documents: Collection<StoredDocument>,
  indexes: readonly Index[],
): Promise<void> => {
  const own = indexes.filter((fields) => fields.join() !== 'id').map(description);
  await untilDone(connection, () => documents.createIndexes([tombstones, ...own]));
};

/** A build may take longer than the time limit of a call; asking again joins the running build. */
const untilDone = async (connection: MongoConnection, build: () => Promise<unknown>): Promise<void> => {
  for (;;) {
    try {
      await connection.use(build);
      return;
    } catch (error) {
      if (!(error instanceof MongoUnavailable)) throw error;
      // Throws if the database is gone, not only busy.
      await connection.serverTime();
    }
  }
};
