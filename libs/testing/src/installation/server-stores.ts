import { databaseForTests, MongoConnection, mongoForTests } from '@guildhall/mongodb';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreProcess } from '../event-store-process/event-store-process.js';
import { freePort } from '../network/free-port.js';
import { TcpProxy } from '../network/tcp-proxy.js';

/**
 * The two stores of an installation in server mode: a node for the event log of its own, on files below `dataDir`, and a
 * database of its own on the MongoDB that GUILDHALL_TEST_MONGODB names, behind a proxy that can be taken away.
 */
export class ServerStores {
  private constructor(
    readonly environment: NodeJS.ProcessEnv,
    /** May be killed, frozen and started again. */
    readonly eventStore: EventStoreProcess,
    private readonly mongo: { url: string; database: string; port: number; proxyPort: number },
    private proxy: TcpProxy | null,
  ) {}

  static async start(dataDir: string): Promise<ServerStores> {
    const found = mongoForTests();
    if (!('url' in found)) throw new Error(`server mode cannot be tested: ${found.reason}`);
    const folder = join(dataDir, 'event-store');
    mkdirSync(folder, { recursive: true });
    const eventStore = await EventStoreProcess.on(folder);
    const proxyPort = await freePort();
    const url = new URL(found.url);
    const mongo = { url: found.url, database: databaseForTests(), port: Number(url.port || 27_017), proxyPort };
    url.host = `127.0.0.1:${proxyPort}`;
    const stores = new ServerStores(
      {
        GUILDHALL_STORE: 'server',
        EVENTSTORE_URL: eventStore.url,
        MONGODB_URL: url.href,
        MONGODB_DATABASE: mongo.database,
        GUILDHALL_MASTER_KEY: randomBytes(32).toString('base64'),
      },
      eventStore,
      mongo,
      null,
    );
    await eventStore.start();
    await stores.startMongo();
    return stores;
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
    await this.eventStore.end();
    await this.cutMongo();
    const connection = await MongoConnection.open(this.mongo);
    await connection.db.dropDatabase();
    await connection.close();
  }
}
