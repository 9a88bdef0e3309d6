import { BlobStoreFull } from '@guildhall/blob-store';
import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner can read; it appears complete and durable, or not at all.
 * Rejects with `BlobStoreFull` if the disk is full, as a seal that lacks only its key would.
 * @returns false: the file already exists and stays as it is
 */
export const createPrivateFile = async (file: string, content: string): Promise<boolean> => {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}.new`;
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(unfinished, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT' ? new BlobStoreFull({ cause: error }) : error;
  } finally {
    await rm(unfinished, { force: true });
  }
  await flushFolder(dirname(file));
  return true;
};

/** Overwrites the file's content, then removes it; ignores a missing file. */
export const destroyFile = async (file: string): Promise<void> => {
  const handle = await open(file, 'r+').catch(missingIsNull);
  if (handle === null) return;
  try {
    const { size } = await handle.stat();
    await handle.write(randomBytes(size), 0, size, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rm(file, { force: true });
  await flushFolder(dirname(file));
};

export const flushFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

export const missingIsNull = (error: unknown): null => {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
};

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
