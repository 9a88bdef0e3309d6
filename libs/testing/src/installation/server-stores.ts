import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The two stores of an installation in server mode. */
export interface ServerStores {
  environment: NodeJS.ProcessEnv;
  /** Takes the database away, too. */
  stop(): Promise<void>;
}

/**
 * A server for the event log of its own, on files below `dataDir`, and a database of its own on the MongoDB that
 * GUILDHALL_TEST_MONGODB names.
 */
export const serverStores = async (dataDir: string, projectRoot: string): Promise<ServerStores> => {
  const mongo = mongoForTests();
  if (!('url' in mongo)) throw new Error(`server mode cannot be tested: ${mongo.reason}`);
  const folder = join(dataDir, 'event-store');
  mkdirSync(folder, { recursive: true });
  const entry = join(projectRoot, 'tools/servers/event-store.mjs');
  const server = spawn(process.execPath, [entry, '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await listening(server);
  const database = databaseForTests();
  return {
    environment: {
      GUILDHALL_STORE: 'server',
      EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false`,
      MONGODB_URL: mongo.url,
      MONGODB_DATABASE: database,
      GUILDHALL_MASTER_KEY: randomBytes(32).toString('base64'),
    },
    stop: async () => {
      server.kill('SIGTERM');
      await once(server, 'exit');
      const connection = await MongoConnection.open({ url: mongo.url, database });
      await connection.db.dropDatabase();
      await connection.close();
    },
  };
};

/** Goes on reading what the server says: a pipe that nobody reads would stop it. */
const listening = (server: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const port = /listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    server.once('exit', () => reject(new Error(`the server for the event log ended: ${said}`)));
  });
