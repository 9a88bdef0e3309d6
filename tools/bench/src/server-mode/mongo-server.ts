import { withMongoForTests } from './mongo-for-tests.js';

const setting = 'GUILDHALL_TEST_MONGODB';

/** The MongoDB of installations that `use` creates: the one of GUILDHALL_TEST_MONGODB, else the server for tests. */
export const withMongo = async <T>(use: () => Promise<T>): Promise<T> => {
  if (process.env[setting] !== undefined) return use();
  return withMongoForTests(async (port) => {
    process.env[setting] = `mongodb://127.0.0.1:${port}/`;
    try {
      return await use();
    } finally {
      delete process.env[setting];
    }
  });
};

export const mongoPort = (): number => Number(new URL(process.env[setting] ?? '').port || 27_017);
