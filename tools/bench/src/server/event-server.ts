import { withServerForTests } from '../harness/server-for-tests.js';

/** The server that is measured. `name` identifies it in the output. */
export interface EventServer {
  url: string;
  name: string;
}

/** A real node when GUILDHALL_TEST_EVENTSTORE names one, else the server for tests in a process of its own. */
export const withEventServer = async <T>(use: (server: EventServer) => Promise<T>): Promise<T> => {
  const url = process.env['GUILDHALL_TEST_EVENTSTORE'];
  if (url !== undefined) return use({ url, name: 'the node of GUILDHALL_TEST_EVENTSTORE' });
  return withServerForTests('event-store', (port) =>
    use({ url: `esdb://127.0.0.1:${port}?tls=false`, name: 'the server for tests, not EventStoreDB' }),
  );
};
