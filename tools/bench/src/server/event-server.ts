import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withFolder } from '../harness/temporary.js';

/** The server that is measured. `name` identifies it in the output. */
export interface EventServer {
  url: string;
  name: string;
}

const program = new URL('../../../../tools/servers/event-store.mjs', import.meta.url).pathname;

/** A real node when GUILDHALL_TEST_EVENTSTORE names one, else the server for tests in a process of its own. */
export const withEventServer = async <T>(use: (server: EventServer) => Promise<T>): Promise<T> => {
  const url = process.env['GUILDHALL_TEST_EVENTSTORE'];
  if (url !== undefined) return use({ url, name: 'the node of GUILDHALL_TEST_EVENTSTORE' });
  return withFolder(async (folder) => {
    const server = spawn(process.execPath, [program, '--data', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(server.stdout, 'data')) as [Buffer];
      const port = /listening on (\d+)/.exec(line.toString())?.[1];
      return await use({ url: `esdb://127.0.0.1:${port}?tls=false`, name: 'the server for tests, not EventStoreDB' });
    } finally {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
  });
};
