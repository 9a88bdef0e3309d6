import { readdirSync } from 'node:fs';
import { ConfigurationError } from '../config/platform.config.js';
import type { dataLayout } from './data-layout.js';

const isFilled = (folder: string): boolean => {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
};

/**
 * A new installation has nothing at all. Throws when the log is gone and what belongs to it is still there: a new log
 * beside it would be an organisation without its history. `isRestored`: that is wanted.
 */
export const requireLogOfItsData = (layout: ReturnType<typeof dataLayout>, isRestored: boolean): void => {
  if (isRestored || isFilled(layout.log)) return;
  const left = (['keys', 'blobs', 'agents'] as const).filter((part) => isFilled(layout[part]));
  if (left.length === 0) return;
  throw new ConfigurationError([
    `DATA_DIR: there is no event log in ${layout.log}, but ${left.join(', ')} of an installation are there. ` +
      'Restore the folder log from a backup, or choose an empty data directory. ' +
      'To begin a new organisation beside them, start once with GUILDHALL_LOG_RESTORED=1 (npm start -- --log-restored)',
  ]);
};
