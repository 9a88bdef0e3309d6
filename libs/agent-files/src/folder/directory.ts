import { constants, existsSync } from 'node:fs';
import { lstat, mkdir, open, opendir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stats } from 'node:fs';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * With /proc a name is looked up in the open folder itself, so nobody can exchange a folder for a link between check and
 * use. Elsewhere names are looked up by path, and such a race would be possible.
 */
const hasDescriptors = existsSync('/proc/self/fd');

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

/** Closes the folder whatever becomes of the work. */
export const within = async <T>(directory: Directory, work: (directory: Directory) => Promise<T>): Promise<T> => {
  try {
    return await work(directory);
  } finally {
    await directory.close();
  }
};
