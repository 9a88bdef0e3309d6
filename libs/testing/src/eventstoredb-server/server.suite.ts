import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStoreDbServer, type EventStoreDbServer, type EventStoreDbServerOptions } from './index.js';

export interface OwnServer {
  server: EventStoreDbServer;
  directory: string;
  close(): Promise<void>;
}

/** A server on a temporary folder of its own. */
export const withServer = async (options: Omit<EventStoreDbServerOptions, 'directory'> = {}): Promise<OwnServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'guildhall-wire-'));
  const server = await startEventStoreDbServer({ ...options, directory });
  const close = async (): Promise<void> => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { server, directory, close };
};
