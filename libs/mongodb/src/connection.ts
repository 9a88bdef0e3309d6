import { MongoClient, type Collection, type Db, type Document, type MongoClientOptions } from 'mongodb';
import { named, namedAtOpen } from './classify.js';

export interface MongoOptions {
  /** `mongodb://` or `mongodb+srv://`, with user, TLS and replica set as the driver expects them. */
  url: string;
  database: string;
}

/** Milliseconds after which a server counts as unavailable, not only slow, unless its address says otherwise. */
const waits = {
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  waitQueueTimeoutMS: 5_000,
  socketTimeoutMS: 10_000,
  heartbeatFrequencyMS: 2_000,
} satisfies MongoClientOptions;

const settings: MongoClientOptions = {
  maxPoolSize: 20,
  readPreference: 'primary',
  ignoreUndefined: true,
  appName: 'guildhall',
};

/** Acknowledged by a majority, in their journals: survives the loss of a primary. */
export const durable = { writeConcern: { w: 'majority', j: true } } as const;

/** One client for all adapters of a process with the same address. */
interface Shared {
  client: MongoClient;
  users: number;
}
const clients = new Map<string, Shared>();

/** A database; the only place that translates the driver's errors. */
export class MongoConnection {
  private isClosed = false;

  private constructor(
    private readonly url: string,
    private readonly shared: Shared,
    private readonly database: string,
  ) {}

  /** Rejects with `MongoUnusable` if address, user, TLS or version is wrong, or no server answers. */
  static async open({ url, database }: MongoOptions): Promise<MongoConnection> {
    const shared = clientFor(url);
    shared.users += 1;
    const connection = new MongoConnection(url, shared, database);
    try {
      await shared.client.connect();
      // A query that only a user with read access gets an answer to.
      await connection.db.collection('store.facts').findOne({});
      return connection;
    } catch (error) {
      await connection.close();
      throw namedAtOpen(error, connection.place);
    }
  }

  get db(): Db {
    return this.shared.client.db(this.database);
  }

  collection<Stored extends Document>(name: string): Collection<Stored> {
    return this.db.collection<Stored>(name);
  }

  /** Runs one database call. Rejects with `MongoUnavailable` if there is no answer, `MongoFull` if the disk is full. */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isClosed) throw new Error('the connection is closed');
    try {
      return await work();
    } catch (error) {
      throw named(error, this.place);
    }
  }

  /** The database's own clock. */
  async serverTime(): Promise<Date> {
    const { localTime } = await this.use(() => this.db.admin().command({ hello: 1 }));
    return localTime as Date;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.shared.users -= 1;
    if (this.shared.users > 0) return;
    clients.delete(this.url);
    await this.shared.client.close();
  }

  /** Hosts without user and password. */
  private get place(): string {
    return this.shared.client.options.srvHost ?? this.shared.client.options.hosts.join(', ');
  }
}

const waitsFor = (url: string): MongoClientOptions => {
  const said = url.slice(url.indexOf('?') + 1).toLowerCase();
  return Object.fromEntries(Object.entries(waits).filter(([name]) => !said.includes(`${name.toLowerCase()}=`)));
};

const clientFor = (url: string): Shared => {
  const known = clients.get(url);
  if (known !== undefined) return known;
  try {
    const made: Shared = { client: new MongoClient(url, { ...settings, ...waitsFor(url) }), users: 0 };
    clients.set(url, made);
    return made;
  } catch (error) {
    throw namedAtOpen(error, '');
  }
};
