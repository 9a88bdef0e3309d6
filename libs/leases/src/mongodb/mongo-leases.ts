import { durable, isDuplicate, MongoConnection, type MongoOptions } from '@guildhall/mongodb';
import type { Collection } from 'mongodb';
import type { Lease, Leases } from '../port.js';

/** Opens leases that any number of machines share, by the clock of the database. */
export const openMongoLeases = async (options: MongoOptions): Promise<Leases> =>
  new MongoLeases(await MongoConnection.open(options));

interface StoredLease {
  _id: string;
  holder: string;
  token: number;
  /** Set by the database. The lease ends `ttlMs` later; after a release `ttlMs` is 0. */
  grantedAt: Date;
  ttlMs: number;
}
type FoundLease = StoredLease & { remainingMs: number };

const remainingMs = { $subtract: [{ $add: ['$grantedAt', '$ttlMs'] }, '$$NOW'] };
const lasts = { $gt: [remainingMs, 0] };
const isOver = { $lte: [remainingMs, 0] };

/**
 * A lease is one document, and each change is one guarded update: of two processes that read the same state, the second
 * finds another token or time, changes nothing and reads again.
 */
class MongoLeases implements Leases {
  private readonly leases: Collection<StoredLease>;

  constructor(private readonly connection: MongoConnection) {
    this.leases = connection.collection<StoredLease>('leases');
  }

  async acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null> {
    checkTtl(ttlMs);
    for (;;) {
      const found = await this.find(name);
      if (found !== null && found.remainingMs > 0 && found.holder !== holder) return null;
      const token = await this.grant(name, holder, ttlMs, found);
      if (token !== null) return { name, holder, token, remainingMs: ttlMs };
    }
  }

  async renew({ name, holder, token }: Lease, ttlMs: number): Promise<boolean> {
    checkTtl(ttlMs);
    const filter = { _id: name, holder, token, $expr: lasts };
    const change = { $set: { ttlMs }, $currentDate: { grantedAt: true as const } };
    const { matchedCount } = await this.connection.use(() => this.leases.updateOne(filter, change, durable));
    return matchedCount === 1;
  }

  async release({ name, holder, token }: Lease): Promise<void> {
    const change = { $set: { ttlMs: 0 } };
    await this.connection.use(() => this.leases.updateOne({ _id: name, holder, token }, change, durable));
  }

  async current(name: string): Promise<Lease | null> {
    const found = await this.find(name);
    if (found === null || found.remainingMs <= 0) return null;
    return { name, holder: found.holder, token: found.token, remainingMs: found.remainingMs };
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async find(name: string): Promise<FoundLease | null> {
    const steps = [{ $match: { _id: name } }, { $addFields: { remainingMs } }];
    const [found] = await this.connection.use(() => this.leases.aggregate<FoundLease>(steps).toArray());
    return found ?? null;
  }

  /** Grants the lease that was found to `holder` and returns its token; null: another process changed it meanwhile. */
  private async grant(name: string, holder: string, ttlMs: number, found: FoundLease | null): Promise<number | null> {
    if (found === null) return this.create(name, holder, ttlMs);
    const isHeld = found.remainingMs > 0;
    const token = isHeld ? found.token : found.token + 1;
    const filter = { _id: name, token: found.token, ...(isHeld ? { holder, $expr: lasts } : { $expr: isOver }) };
    const change = { $set: { holder, token, ttlMs }, $currentDate: { grantedAt: true as const } };
    const { matchedCount } = await this.connection.use(() => this.leases.updateOne(filter, change, durable));
    return matchedCount === 1 ? token : null;
  }

  /**
   * The first token of a name is the current time in milliseconds, so that tokens also grow after the leases were lost.
   * The lease is created as an expired one, because only an update can use the time of the database.
   */
  private async create(name: string, holder: string, ttlMs: number): Promise<number | null> {
    const now = await this.connection.serverTime();
    const fresh: StoredLease = { _id: name, holder: '', token: now.getTime(), grantedAt: new Date(0), ttlMs: 0 };
    try {
      await this.connection.use(() => this.leases.insertOne(fresh, durable));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return null;
    }
    return this.grant(name, holder, ttlMs, { ...fresh, remainingMs: 0 });
  }
}

const checkTtl = (ttlMs: number): void => {
  if (!(ttlMs > 0)) throw new RangeError(`a lease must last longer than 0 ms, not ${ttlMs}`);
};
