import { EventStoreProcess } from '@guildhall/testing';
import { withFolder } from '../harness/temporary.js';

/** The server that is measured. `name` identifies it in the output. */
export interface EventServer {
  url: string;
  name: string;
}

/**
 * A running node when GUILDHALL_TEST_EVENTSTORE names one, else the one that GUILDHALL_TEST_EVENTSTORE_COMMAND starts,
 * else the server for tests; the latter two in processes of their own.
 */
export const withEventServer = async <T>(use: (server: EventServer) => Promise<T>): Promise<T> => {
  const url = process.env['GUILDHALL_TEST_EVENTSTORE'];
  if (url !== undefined) return use({ url, name: 'the node of GUILDHALL_TEST_EVENTSTORE' });
  return withFolder(async (folder) => {
    const server = await EventStoreProcess.on(folder);
    await server.start();
    try {
      return await use(server);
    } finally {
      await server.end();
    }
  });
};
