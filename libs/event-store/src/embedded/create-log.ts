import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { schema } from './schema.js';
import { openLog } from './open-log.js';

/**
 * Creates the log, or what a log of an earlier version lacks. A new one gets its name only when it is complete: a reader
 * that waits for it would lock the file while its tables are made.
 */
export const createLog = (file: string): void => {
  if (existsSync(file)) return prepare(file);
  const draft = `${file}.new`;
  for (const left of ['', '-wal', '-shm', '-journal']) rmSync(draft + left, { force: true });
  prepare(draft);
  renameSync(draft, file);
  syncFolder(dirname(file));
};

const prepare = (file: string): void => {
  const database = openLog(file, { readOnly: false });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${schema}`);
    database.prepare("INSERT OR IGNORE INTO meta VALUES ('log id', ?)").run(randomUUID());
  } finally {
    database.close();
  }
};

/** The name is as durable as the events that follow. Windows opens no folders and needs no such call. */
const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
