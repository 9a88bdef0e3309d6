import { MongoUnavailable, type MongoConnection } from '@guildhall/mongodb';
import type { Collection, IndexDescription } from 'mongodb';
import { fieldPath } from './filter-query.js';
import type { StoredDocument } from './stored-document.js';

/** Fields in their order. */
export type Index = string[];

/**
 * A tombstone is needed until the checkpoint has passed it and no paused holder of an old lease can write any more. The
 * database itself removes it after a day.
 */
const tombstoneSeconds = 86_400;
const tombstones: IndexDescription = { key: { gone: 1 }, name: 'tombstones', expireAfterSeconds: tombstoneSeconds };

const description = (fields: Index): IndexDescription => ({
  key: Object.fromEntries(fields.map((field): [string, 1] => [fieldPath(field), 1])),
  name: fields.join(','),
});

/** Creates what is missing and waits until it can be used. */
export const buildIndexes = async (
  connection: MongoConnection,
  documents: Collection<StoredDocument>,
  indexes: readonly Index[],
): Promise<void> => {
  const own = indexes.filter((fields) => fields.join() !== 'id').map(description);
  await untilDone(connection, () => documents.createIndexes([tombstones, ...own]));
};

/** Building may take longer than any answer may; asking again joins the build that is under way. */
const untilDone = async (connection: MongoConnection, build: () => Promise<unknown>): Promise<void> => {
  for (;;) {
    try {
      await connection.use(build);
      return;
    } catch (error) {
      if (!(error instanceof MongoUnavailable)) throw error;
      // Throws when the database is gone, and not only busy.
      await connection.serverTime();
    }
  }
};
