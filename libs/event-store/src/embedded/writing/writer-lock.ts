import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SecondWriter } from '../../errors.js';

interface Holder {
  pid: number;
  host: string;
  since: string;
}

const sqliteBusy = 5;

/**
 * Allows one writer per log: an exclusive transaction on a separate database, which the operating system releases with
 * the process, however it exits. A file beside it names the holder.
 */
export class WriterLock {
  private constructor(private readonly db: DatabaseSync) {}

  /** Throws `SecondWriter`, whose message names the other process. */
  static acquire(directory: string, now: () => string): WriterLock {
    const holderFile = join(directory, 'writer.json');
    const db = new DatabaseSync(join(directory, 'writer.lock'), { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      if (((error as { errcode?: number }).errcode ?? 0) % 256 !== sqliteBusy) throw error;
      throw new SecondWriter(sentence(directory, holderFile));
    }
    noteHolder(holderFile, { pid: process.pid, host: hostname(), since: now() });
    return new WriterLock(db);
  }

  release(): void {
    this.db.exec('ROLLBACK');
    this.db.close();
  }
}

/** Only for the sentence that refuses a second writer; a disk that is full must not keep the first one from starting. */
const noteHolder = (holderFile: string, holder: Holder): void => {
  try {
    writeFileSync(holderFile, JSON.stringify(holder), { mode: 0o600, flush: true });
  } catch {
    rmSync(holderFile, { force: true });
  }
};

const sentence = (directory: string, holderFile: string): string => {
  const advice = 'Stop it first, or choose another data directory with DATA_DIR.';
  try {
    const { pid, host, since } = JSON.parse(readFileSync(holderFile, 'utf8')) as Holder;
    return `The event log in ${directory} is in use by process ${pid} on ${host} since ${since}. ${advice}`;
  } catch {
    return `The event log in ${directory} is in use by another process. ${advice}`;
  }
};
