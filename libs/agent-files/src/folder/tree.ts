import { GuildhallError } from '@guildhall/contracts/errors';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { reservedPrefix } from '../checked-path.js';
import { digestOf } from '../digest.js';
import type { FileChange } from '../port.js';
import type { Directory } from './directory.js';
import { throughLink } from './refusals.js';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/** Writes beside the name, syncs, renames: a reader sees the old content or the new one, also after a crash. */
export const writeFileIn = async (
  folder: Directory,
  name: string,
  path: string,
  content: Buffer,
): Promise<FileChange> => {
  const before = await folder.stat(name);
  if (before?.isSymbolicLink() === true) throw throughLink({ path });
  if (before !== null && !before.isFile()) throw new GuildhallError('NOT_A_FILE', { path });
  const temporary = folder.at(`${reservedPrefix}write-${randomBytes(8).toString('hex')}`);
  try {
    const file = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666);
    try {
      if (before !== null) await file.chmod(before.mode & 0o777);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, folder.at(name));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await folder.sync();
  return { path, size: content.length, digest: digestOf(content) };
};
