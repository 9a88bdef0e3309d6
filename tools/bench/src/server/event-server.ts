import { EventStoreProcess, isNodeNamed } from '@guildhall/testing';
import { withFolder } from '../harness/temporary.js';

/** The server that is measured. `name` identifies it in the output. */
export interface EventServer {
  url: string;
  name: string;
}

/**
 * A real node when GUILDHALL_TEST_EVENTSTORE names one or GUILDHALL_TEST_EVENTSTORE_COMMAND starts one, else the server for
 * tests in a process of its own.
 */
export const withEventServer = async <T>(use: (server: EventServer) => Promise<T>): Promise<T> => {
  const url = process.env['GUILDHALL_TEST_EVENTSTORE'];
  if (url !== undefined) return use({ url, name: 'the node of GUILDHALL_TEST_EVENTSTORE' });
  return withFolder(async (folder) => {
    const node = await EventStoreProcess.on(folder);
    await node.start();
    try {
      const name = isNodeNamed() ? 'the node of the command' : 'the server for tests, not EventStoreDB';
      return await use({ url: node.url, name });
    } finally {
      await node.end('SIGTERM');
    }
  });
};
