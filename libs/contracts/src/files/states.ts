import type { FileFact } from './events.js';

/** Where a change of files is. */
export type FileChangeStatus = 'open' | 'done' | 'failed';

/** The life of a change of files: the status after each event. */
export const fileChangeStatusAfter = {
  FileChangeBegun: 'open',
  FileWritten: 'done',
  FileDeleted: 'done',
  FilesReplaced: 'done',
  FileChangeFailed: 'failed',
} as const satisfies Record<FileFact['type'], FileChangeStatus>;
