import { constants, existsSync } from 'node:fs';
import { chmod, lstat, mkdir, open, opendir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stats } from 'node:fs';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * With /proc a name is looked up in the open folder itself, so that no process can replace a folder by a link between
 * check and use. Elsewhere names are looked up by path, and such a race is possible.
 */
const hasDescriptors = existsSync('/proc/self/fd');

/** Opens a folder without read permission, only to refer to it. Node has no name for this Linux flag. */
const O_PATH = 0o10000000;

const permissions = 0o7777;
const ownerMay = 0o700;

/** Most names of one folder that are read. */
const scanLimit = 20_000;

export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** An open folder. Its lookups never follow a link. */
export class Directory {
  private constructor(
    private readonly handle: FileHandle,
    private readonly path: string,
  ) {}

  /** `path`: the folder on this machine; its last name must not be a link. Rejects with the system's error. */
  static async open(path: string): Promise<Directory> {
    return new Directory(await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), path);
  }

  /** The path of `name` in this folder, for a system call. */
  at(name: string): string {
    return join(hasDescriptors ? `/proc/self/fd/${this.handle.fd}` : this.path, name);
  }

  async child(name: string): Promise<Directory> {
    return new Directory(await open(this.at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW), join(this.path, name));
  }

  /** As `child`, but creates a missing folder. */
  async madeChild(name: string): Promise<Directory> {
    await mkdir(this.at(name)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    return this.child(name);
  }

  /**
   * Gives the owner of the folder `name` all permissions on it, and returns its previous mode. Rejects with the system's
   * error: EPERM if the folder is not ours.
   */
  async unlock(name: string): Promise<number> {
    const { mode } = await lstat(this.at(name));
    await this.changeMode(name, (mode & permissions) | ownerMay);
    return mode & permissions;
  }

  /** Changes the mode of the folder `name` through its descriptor: the name may be a link by now, whose target must keep its mode. */
  async changeMode(name: string, mode: number): Promise<void> {
    if (!hasDescriptors) return chmod(this.at(name), mode);
    const named = await open(this.at(name), O_PATH | O_DIRECTORY | O_NOFOLLOW);
    try {
      await chmod(`/proc/self/fd/${named.fd}`, mode);
    } finally {
      await named.close();
    }
  }

  /** Opens a file for reading; does not block, even on a pipe. */
  file(name: string): Promise<FileHandle> {
    return open(this.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  }

  /** Null: no entry of that name. */
  async stat(name: string): Promise<Stats | null> {
    return lstat(this.at(name)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
  }

  /** The sorted names; `truncated`: the folder has more than `limit`. */
  async names(limit = scanLimit): Promise<{ names: string[]; truncated: boolean }> {
    const names: string[] = [];
    for await (const entry of await opendir(this.at('.'))) {
      if (names.length === limit) return { names: names.sort(), truncated: true };
      names.push(entry.name);
    }
    return { names: names.sort(), truncated: false };
  }

  /** Makes renames and removals in the folder survive a power failure. */
  async sync(): Promise<void> {
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** Whether the owner has all permissions on the folder. */
export const isUnlocked = ({ mode }: Stats): boolean => (mode & ownerMay) === ownerMay;

/** Runs the work and then closes the folder, also after a failure. */
export const within = async <T>(directory: Directory, work: (directory: Directory) => Promise<T>): Promise<T> => {
  try {
    return await work(directory);
  } finally {
    await directory.close();
  }
};
