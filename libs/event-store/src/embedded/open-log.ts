import { DatabaseSync } from 'node:sqlite';

/** Longest wait, in milliseconds, for another connection: for its lock, or until it has recovered the file after a crash. */
const busyMs = 10_000;

/** A connection to the log that waits for others. Every connection is opened here: SQLite's default is not to wait. */
export const openLog = (file: string, { readOnly }: { readOnly: boolean }): DatabaseSync =>
  new DatabaseSync(file, { readOnly, timeout: busyMs });
