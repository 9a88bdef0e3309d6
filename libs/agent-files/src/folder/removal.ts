import { randomBytes } from 'node:crypto';
import { realpath, rename, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { reservedPrefix } from '../checked-path.js';
import { codeOf, Directory, isUnlocked, within } from './directory.js';
import { busy } from './refusals.js';

/** Every level keeps a file descriptor open. */
const levelLimit = 200;
/** A process may keep writing into the folder that is being removed. */
const tries = 5;

/** Errors that mean that the entry changed since it was examined. */
const changedMeanwhile = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ELOOP']);

/**
 * Removes a file, a link (never its target), or a folder with everything below it, however deep, also without write
 * permission for its owner. Ignores a missing entry. Throws FILES_BUSY while a process keeps writing into the folder.
 */
export const removeIn = (folder: Directory, name: string): Promise<void> =>
  untilGone(folder, name, async (tree) => {
    const removal = new Removal(tree);
    await removal.empty();
  });

/**
 * Removes a folder of this machine with everything below it, as `removeIn` does. `path` is absolute; the folders above it
 * are trusted. Rejects with the system's error for an entry of another owner, and with FILES_BUSY.
 */
export const removeFolder = async (path: string): Promise<void> => {
  try {
    const parent = await Directory.open(await realpath(dirname(path)));
    await within(parent, (open) => removeIn(open, basename(path)));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
};

/** Empties one open folder. */
class Removal {
  private hasRaised = false;

  constructor(private readonly top: Directory) {}

  async empty(): Promise<void> {
    do {
      this.hasRaised = false;
      await this.emptyLevel(this.top, 1);
    } while (this.hasRaised);
  }

  private async emptyLevel(folder: Directory, level: number): Promise<void> {
    for (;;) {
      const { names, truncated } = await folder.names();
      for (const name of names)
        await (level < levelLimit
          ? untilGone(folder, name, (child) => this.emptyLevel(child, level + 1))
          : this.raise(folder, name));
      if (!truncated) return;
    }
  }

  /** Moves an entry that is too deep up to the top, where it is removed last. */
  private async raise(folder: Directory, name: string): Promise<void> {
    const entry = await folder.stat(name);
    if (entry === null) return;
    if (!entry.isDirectory()) return unlink(folder.at(name));
    await unlocked(folder, name);
    await rename(folder.at(name), this.top.at(`${reservedPrefix}deep-${randomBytes(8).toString('hex')}`));
    this.hasRaised = true;
  }
}

const untilGone = async (
  folder: Directory,
  name: string,
  empty: (child: Directory) => Promise<void>,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await remove(folder, name, empty);
    } catch (error) {
      const code = codeOf(error) ?? '';
      if (code === 'ENOENT') return;
      if (!changedMeanwhile.has(code)) throw error;
      if (attempt === tries) throw busy(error);
    }
  }
};

const remove = async (folder: Directory, name: string, empty: (child: Directory) => Promise<void>): Promise<void> => {
  const entry = await folder.stat(name);
  if (entry === null) return;
  if (!entry.isDirectory()) return unlink(folder.at(name));
  if (!isUnlocked(entry)) await unlocked(folder, name);
  await within(await folder.child(name), empty);
  await rmdir(folder.at(name));
};

/** Unlocks a folder. One of another owner keeps its mode; its group may still allow emptying it. */
const unlocked = async (folder: Directory, name: string): Promise<void> => {
  await folder.unlock(name).catch((error: unknown) => {
    if (codeOf(error) !== 'EPERM') throw error;
  });
};
