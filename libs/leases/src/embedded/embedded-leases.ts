import type { DatabaseSync } from 'node:sqlite';
import type { Lease, Leases } from '../port.js';
import { LeaseFile } from './lease-file.js';
import { machineClock, type MachineClock } from './machine-clock.js';

export interface EmbeddedLeasesOptions {
  /** Path of the SQLite file, shared by the processes of one machine. */
  file: string;
  /** Default: the machine's own clock. */
  clock?: MachineClock;
}

/** Opens the leases of the processes of one machine. */
export const openEmbeddedLeases = async (options: EmbeddedLeasesOptions): Promise<Leases> => {
  const leases = new EmbeddedLeases(new LeaseFile(options.file), options.clock ?? machineClock());
  await leases.current('');
  return leases;
};

interface Row {
  token: number;
  current: number;
  holder: string;
  boot: string;
  granted: number;
  expires: number;
}

class EmbeddedLeases implements Leases {
  constructor(
    private readonly file: LeaseFile,
    private readonly clock: MachineClock,
  ) {}

  async acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null> {
    checkTtl(ttlMs);
    return this.file.transaction('full', (database) => {
      const row = find(database, name);
      const remainingMs = this.remaining(row);
      if (row !== null && remainingMs > 0 && row.holder !== holder) return null;
      const token = row !== null && remainingMs > 0 ? row.token : nextToken(row);
      this.grant(database, { name, holder, token }, ttlMs);
      return { name, holder, token, remainingMs: ttlMs };
    });
  }

  async renew(lease: Lease, ttlMs: number): Promise<boolean> {
    checkTtl(ttlMs);
    return this.file.transaction('process', (database) => {
      if (!this.isHeld(database, lease)) return false;
      this.grant(database, lease, ttlMs);
      return true;
    });
  }

  async release(lease: Lease): Promise<void> {
    this.file.transaction('process', (database) => {
      if (!this.isHeld(database, lease)) return;
      database.prepare('UPDATE leases SET current = 0 WHERE name = ?').run(lease.name);
    });
  }

  async current(name: string): Promise<Lease | null> {
    return this.file.transaction('process', (database) => {
      const row = find(database, name);
      const remainingMs = this.remaining(row);
      return row === null || remainingMs <= 0 ? null : { name, holder: row.holder, token: row.token, remainingMs };
    });
  }

  async close(): Promise<void> {
    this.file.close();
  }

  private isHeld(database: DatabaseSync, lease: Lease): boolean {
    const row = find(database, lease.name);
    return row?.token === lease.token && row.holder === lease.holder && this.remaining(row) > 0;
  }

  private grant(database: DatabaseSync, { name, holder, token }: Omit<Lease, 'remainingMs'>, ttlMs: number): void {
    const now = this.clock.now();
    database.prepare(upsert).run(name, token, holder, this.clock.boot, now, now + ttlMs);
  }

  /** Milliseconds left. A lease from before the last boot expired with the process that held it. */
  private remaining(row: Row | null): number {
    if (row === null || row.current === 0 || row.boot !== this.clock.boot) return 0;
    const now = this.clock.now();
    return row.granted > now ? 0 : row.expires - now;
  }
}

const upsert = `
  INSERT INTO leases (name, token, current, holder, boot, granted, expires) VALUES (?, ?, 1, ?, ?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET token = excluded.token, current = 1, holder = excluded.holder,
    boot = excluded.boot, granted = excluded.granted, expires = excluded.expires`;

const find = (database: DatabaseSync, name: string): Row | null => {
  const row = database.prepare('SELECT * FROM leases WHERE name = ?').get(name);
  return row === undefined ? null : (row as unknown as Row);
};

/**
 * Tokens always grow. The first one of a name is the current time in milliseconds, so that they also grow after the file
 * was lost: holders do not change a thousand times a second.
 */
const nextToken = (row: Row | null): number => Math.max((row?.token ?? 0) + 1, row === null ? Date.now() : 0);

const checkTtl = (ttlMs: number): void => {
  if (!(ttlMs > 0)) throw new RangeError(`a lease must last longer than 0 ms, not ${ttlMs}`);
};
