import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const busyMs = 10_000;

/**
 * `current` is 0 if the lease has no holder. A release keeps `token`, so that it is never reused. The file uses the
 * rollback journal, not WAL: deleted while in use, it leaves no companion file that the next one could take for its own.
 */
const schema = `
  PRAGMA journal_mode = TRUNCATE;
  CREATE TABLE IF NOT EXISTS leases (
    name TEXT PRIMARY KEY, token INTEGER NOT NULL, current INTEGER NOT NULL,
    holder TEXT NOT NULL, boot TEXT NOT NULL, granted REAL NOT NULL, expires REAL NOT NULL
  ) WITHOUT ROWID;
`;

/** SQLite's codes for a damaged file: CORRUPT, NOTADB, and a page that no longer exists. */
const isDamage = (error: unknown): boolean => {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' && ([11, 26].includes(code & 0xff) || code === 522);
};

/** `full` survives a power failure; `process` survives the death of every process and costs no flush. */
export type Durability = 'full' | 'process';

/** The file of the leases. After it was deleted or damaged it starts empty, and all leases are lost. */
export class LeaseFile {
  private opened: { database: DatabaseSync; ino: number; dev: number } | null = null;

  constructor(private readonly path: string) {}

  /** Runs `work` in one transaction. */
  transaction<Result>(durability: Durability, work: (database: DatabaseSync) => Result): Result {
    try {
      return this.attempt(durability, work);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.close();
      for (const suffix of ['', '-journal']) rmSync(this.path + suffix, { force: true });
      return this.attempt(durability, work);
    }
  }

  close(): void {
    this.opened?.database.close();
    this.opened = null;
  }

  private attempt<Result>(durability: Durability, work: (database: DatabaseSync) => Result): Result {
    const database = this.current();
    database.exec(`PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'OFF'}; BEGIN IMMEDIATE`);
    try {
      const result = work(database);
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  private current(): DatabaseSync {
    const found = statSync(this.path, { throwIfNoEntry: false });
    if (this.opened !== null && found?.ino === this.opened.ino && found.dev === this.opened.dev) {
      return this.opened.database;
    }
    this.close();
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(this.path, { timeout: busyMs });
    try {
      database.exec(schema);
      const { ino, dev } = statSync(this.path);
      this.opened = { database, ino, dev };
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}
