import { constants, existsSync } from 'node:fs';
import { chmod, lstat, mkdir, open, opendir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stats } from 'node:fs';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * With /proc a name is looked up in the open folder itself, so nobody can exchange a folder for a link between check and
 * use. Elsewhere names are looked up by path, and such a race would be possible.
 */
const hasDescriptors = existsSync('/proc/self/fd');

/** Opens a folder that nobody may read, only to name it. Node has no name for this flag of Linux. */
const O_PATH = 0o10000000;

const permissions = 0o7777;
const ownerMay = 0o700;

/** So many names of one folder are looked at. */
const scanLimit = 20_000;

export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** An open folder. No name that is looked up in it is followed when it is a link. */
export class Directory {
  private constructor(
    private readonly handle: FileHandle,
    private readonly path: string,
  ) {}

  /** `path`: the folder on this machine; the last name must not be a link. Rejects with the error of the system. */
  static async open(path: string): Promise<Directory> {
    return new Directory(await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), path);
  }

  /** Where `name` in this folder is for a call of the system. */
  at(name: string): string {
    return join(hasDescriptors ? `/proc/self/fd/${this.handle.fd}` : this.path, name);
  }

  async child(name: string): Promise<Directory> {
    return new Directory(await open(this.at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW), join(this.path, name));
  }

  /** As `child`; it is made when it is missing. */
  async madeChild(name: string): Promise<Directory> {
    await mkdir(this.at(name)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    return this.child(name);
  }

  /**
   * Lets the owner of the folder `name` do everything in it, and says the mode that it had. Rejects with the error of the
   * system: EPERM when it is not ours.
   */
  async unlock(name: string): Promise<number> {
    const { mode } = await lstat(this.at(name));
    await this.changeMode(name, (mode & permissions) | ownerMay);
    return mode & permissions;
  }

  /** `name`: a folder. It is not looked up again: it may be a link by now, and what a link points to keeps its mode. */
  async changeMode(name: string, mode: number): Promise<void> {
    if (!hasDescriptors) return chmod(this.at(name), mode);
    const named = await open(this.at(name), O_PATH | O_DIRECTORY | O_NOFOLLOW);
    try {
      await chmod(`/proc/self/fd/${named.fd}`, mode);
    } finally {
      await named.close();
    }
  }

  /** Opens a file for reading; never waits, as a pipe would make it. */
  file(name: string): Promise<FileHandle> {
    return open(this.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  }

  /** Null: there is nothing of that name. */
  async stat(name: string): Promise<Stats | null> {
    return lstat(this.at(name)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
  }

  /** Sorted; `truncated`: there are more than anybody wants to see. */
  async names(limit = scanLimit): Promise<{ names: string[]; truncated: boolean }> {
    const names: string[] = [];
    for await (const entry of await opendir(this.at('.'))) {
      if (names.length === limit) return { names: names.sort(), truncated: true };
      names.push(entry.name);
    }
    return { names: names.sort(), truncated: false };
  }

  /** What was renamed or removed in it is so after a power cut, too. */
  async sync(): Promise<void> {
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** May its owner do everything in it? */
export const isUnlocked = ({ mode }: Stats): boolean => (mode & ownerMay) === ownerMay;

/** Closes the folder whatever becomes of the work. */
export const within = async <T>(directory: Directory, work: (directory: Directory) => Promise<T>): Promise<T> => {
  try {
    return await work(directory);
  } finally {
    await directory.close();
  }
};
