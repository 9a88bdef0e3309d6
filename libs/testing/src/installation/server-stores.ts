import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { TcpProxy } from './tcp-proxy.js';

/**
 * The two stores of an installation in server mode: a server for the event log of its own, on files below `dataDir`, and a
 * database of its own on the MongoDB that GUILDHALL_TEST_MONGODB names, behind a proxy that can be taken away.
 */
export class ServerStores {
  private server: ChildProcess | null = null;

  private constructor(
    readonly environment: NodeJS.ProcessEnv,
    private readonly commandLine: readonly string[],
    private readonly mongo: { url: string; database: string; port: number; proxyPort: number },
    private proxy: TcpProxy | null,
  ) {}

  static async start(dataDir: string, projectRoot: string): Promise<ServerStores> {
    const found = mongoForTests();
    if (!('url' in found)) throw new Error(`server mode cannot be tested: ${found.reason}`);
    const folder = join(dataDir, 'event-store');
    mkdirSync(folder, { recursive: true });
    const [eventStorePort, proxyPort] = [await freePort(), await freePort()];
    const url = new URL(found.url);
    const mongo = { url: found.url, database: databaseForTests(), port: Number(url.port || 27_017), proxyPort };
    url.host = `127.0.0.1:${proxyPort}`;
    const entry = join(projectRoot, 'tools/servers/event-store.mjs');
    const stores = new ServerStores(
      {
        GUILDHALL_STORE: 'server',
        EVENTSTORE_URL: `esdb://127.0.0.1:${eventStorePort}?tls=false`,
        MONGODB_URL: url.href,
        MONGODB_DATABASE: mongo.database,
        GUILDHALL_MASTER_KEY: randomBytes(32).toString('base64'),
      },
      [entry, '--data', folder, '--port', String(eventStorePort)],
      mongo,
      null,
    );
    await stores.startEventStore();
    await stores.startMongo();
    return stores;
  }

  /** On the same files and port as before. */
  async startEventStore(): Promise<void> {
    this.server = spawn(process.execPath, this.commandLine, { stdio: ['ignore', 'pipe', 'pipe'] });
    await listening(this.server);
  }

  async endEventStore(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  }

  /** A server that is there and does nothing. */
  signalEventStore(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.server?.kill(signal);
  }

  async startMongo(): Promise<void> {
    this.proxy ??= await TcpProxy.listen(this.mongo.proxyPort, [this.mongo.port]);
  }

  /** Every connection to the database breaks, and none can be made. */
  async cutMongo(): Promise<void> {
    await this.proxy?.close();
    this.proxy = null;
  }

  /** Takes the database away, too. */
  async stop(): Promise<void> {
    await this.endEventStore('SIGTERM');
    await this.cutMongo();
    const connection = await MongoConnection.open(this.mongo);
    await connection.db.dropDatabase();
    await connection.close();
  }
}

/** Keeps reading the output of the server: a full pipe would stop it. */
const listening = (server: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const port = /listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    server.once('exit', () => reject(new Error(`the server for the event log ended: ${said}`)));
  });
