/**
 * What keeps a file from being written or read. `full`, `handles` (too many open files) and `broken` may pass by
 * themselves; `read-only` needs a person.
 */
export type DiskFailure = 'full' | 'read-only' | 'handles' | 'broken';

const byErrno: Readonly<Record<string, DiskFailure>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EMFILE: 'handles',
  ENFILE: 'handles',
  EIO: 'broken',
};

/** SQLITE_READONLY, _IOERR, _FULL and _CANTOPEN. */
const bySqlite: Readonly<Record<number, DiskFailure>> = { 8: 'read-only', 10: 'broken', 13: 'full', 14: 'read-only' };
/** SQLITE_IOERR_SHMSIZE: the index of a write-ahead log could not grow, as on a full disk. */
const sqliteIndexFull = 4_874;

/** The failure of the disk that an error of the file system or of SQLite stands for, or its cause does; null: another error. */
export const diskFailureOf = (error: unknown): DiskFailure | null => {
  if (!(error instanceof Error)) return null;
  const { code, errcode, cause } = error as Error & { code?: unknown; errcode?: unknown };
  const bySystem = typeof code === 'string' ? byErrno[code] : undefined;
  if (bySystem !== undefined) return bySystem;
  if (errcode === sqliteIndexFull) return 'full';
  const byDatabase = typeof errcode === 'number' ? bySqlite[errcode & 0xff] : undefined;
  return byDatabase ?? diskFailureOf(cause);
};

/** The failure in words, with what to do. `directory`: the folder that it is about. */
export const diskFailureSentence = (failure: DiskFailure, directory: string): string => {
  switch (failure) {
    case 'full':
      return `There is no room left on the disk of ${directory}: free some space; Guildhall then continues by itself.`;
    case 'read-only':
      return `${directory} cannot be written: give this user the right to write there, mount its disk for writing, or choose another folder with --data (DATA_DIR).`;
    case 'handles':
      return 'This process may not open more files: raise the limit of open files (ulimit -n).';
    case 'broken':
      return `The disk of ${directory} reports errors: check it before you trust it again, and have a backup at hand.`;
  }
};
