import { chmodSync, mkdirSync, renameSync, rmSync, statSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Connection } from './connection.js';
import { createSchema, formatVersion } from './schema.js';

/** Milliseconds that a process waits for the transaction of another; building an index takes longest. */
const busyMs = 30_000;
/** Bytes up to which a whole file is checked when it is opened; a larger one is checked as it is read. */
const checkedBytes = 32 * 1024 * 1024;

/** Held while a file of the folder is created. One lock for all files, so that no lock outlives its file. */
const creationLock = 'creation.lock';

/** Only damage shrinks a file: it is never vacuumed, and only removed as a whole. */
interface Opened {
  connection: Connection;
  dev: number;
  ino: number;
  size: number;
}

/** The file is not a database, or a damaged one. `cause` is SQLite's error if SQLite noticed it. */
export class FileDamage extends Error {}

/**
 * The database file, which may vanish or be replaced at any time: every use compares the file at the path with the open
 * one. Readers never create it, so that a new file always has a writer who fills it.
 */
export class DatabaseFile {
  private opened: Opened | null = null;
  /** The file last seen at the path: the only one that may be discarded. */
  private found: Stats | undefined;

  constructor(
    readonly path: string,
    private readonly logId: string | null,
  ) {}

  /** Null: there is no file. `reopened`: it is a different file than at the last use. Throws `FileDamage`. */
  current(): { connection: Connection; reopened: boolean } | null {
    const found = statSync(this.path, { throwIfNoEntry: false });
    this.found = found;
    const reopened = this.opened !== null && !isSame(this.opened, found);
    if (reopened) this.close();
    if (found === undefined) return null;
    if (this.opened !== null && found.size < this.opened.size) throw new FileDamage('the file was truncated');
    this.opened ??= this.open(found);
    this.opened.size = found.size;
    return { connection: this.opened.connection, reopened };
  }

  /** Removes the file if it is still the damaged one. */
  discard(): void {
    const found = statSync(this.path, { throwIfNoEntry: false });
    if (found !== undefined && isSame(found, this.found)) rmSync(this.path, { force: true });
    this.close();
  }

  /** Creates the file under another name and renames it, so that no process ever sees half of it. */
  create(): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const lock = new DatabaseSync(join(dirname(this.path), creationLock), { timeout: busyMs });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      if (statSync(this.path, { throwIfNoEntry: false }) !== undefined) return;
      const fresh = `${this.path}.new`;
      removeAll(fresh);
      const database = new DatabaseSync(fresh, { timeout: busyMs });
      createSchema(database, this.logId);
      database.close();
      chmodSync(fresh, 0o600);
      // Left over from a file that was removed without them, and fatal to a new file of that name.
      for (const suffix of companions) rmSync(this.path + suffix, { force: true });
      renameSync(fresh, this.path);
    } finally {
      lock.close();
    }
  }

  close(): void {
    const { opened } = this;
    this.opened = null;
    opened?.connection.close();
  }

  private open({ dev, ino, size }: Stats): Opened {
    const url = pathToFileURL(this.path);
    url.searchParams.set('mode', 'rw');
    const database = new DatabaseSync(url, { timeout: busyMs });
    try {
      database.exec(settings);
      this.check(database, size);
      return { connection: new Connection(database), dev, ino, size };
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private check(database: DatabaseSync, size: number): void {
    const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
    if (version !== formatVersion) throw new FileDamage(`it has the layout ${version}, not ${formatVersion}`);
    const log = database.prepare(`SELECT value FROM facts WHERE name = 'logId'`).get()?.['value'] ?? null;
    if (this.logId !== null && log !== this.logId) throw new FileDamage('it was made from another log');
    if (size > checkedBytes) return;
    const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (verdict !== 'ok') throw new FileDamage(String(verdict));
  }
}

/**
 * `synchronous=NORMAL` in WAL mode: a commit survives the death of any process. A power failure may undo the last
 * transactions, but always whole ones from the end, documents together with their checkpoint. The projection then reads
 * the same events again from the log, which is flushed with each append. `FULL` would cost a flush for every batch of
 * every projection and protect nothing that the log does not hold.
 */
const settings = `
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA cache_size = -32000;
  PRAGMA temp_store = FILE;
`;

const isSame = (one: Pick<Stats, 'dev' | 'ino'>, other: Stats | undefined): boolean =>
  one.ino === other?.ino && one.dev === other.dev;

const companions = ['-wal', '-shm', '-journal'] as const;

const removeAll = (file: string): void => {
  for (const suffix of ['', ...companions]) rmSync(file + suffix, { force: true });
};
