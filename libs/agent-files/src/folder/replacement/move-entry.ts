import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { reservedPrefix } from '../../checked-path.js';
import { codeOf, type Directory } from '../directory.js';

/** The agent may create an entry at the target name again and again. */
const tries = 10;
const inTheWay = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR']);

/**
 * Moves an entry to the same name in another folder. An entry that blocks it there is moved into `aside` under a unique
 * name. Ignores an entry that no longer exists.
 */
export const moveEntry = async (name: string, from: Directory, to: Directory, aside: Directory): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await renameEntry(from, name, to, name);
    } catch (error) {
      if (!inTheWay.has(codeOf(error) ?? '') || attempt === tries) throw error;
      await renameEntry(to, name, aside, `${reservedPrefix}aside-${randomBytes(8).toString('hex')}`);
    }
  }
};

const renameEntry = async (from: Directory, name: string, to: Directory, as: string): Promise<void> => {
  try {
    await rename(from.at(name), to.at(as));
  } catch (error) {
    if (codeOf(error) === 'EACCES') return renameUnlocked(from, name, to, as, error);
    if (codeOf(error) !== 'ENOENT' || (await from.stat(name)) !== null) throw error;
  }
};

/** Moving a folder needs write permission on it, because its `..` changes. Restores its mode afterwards. */
const renameUnlocked = async (
  from: Directory,
  name: string,
  to: Directory,
  as: string,
  refusal: unknown,
): Promise<void> => {
  const mode = await from.unlock(name).catch(() => {
    throw refusal;
  });
  await rename(from.at(name), to.at(as));
  await to.changeMode(as, mode);
};
