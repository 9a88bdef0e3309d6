import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file that only its owner can read; readers see either the old content or the new one. Several
 * platforms of a machine may write the same file at once: the last one wins.
 */
export const writeOwnFile = async (file: string, content: string): Promise<void> => {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}.new`;
  try {
    await writeFile(unfinished, content, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};
