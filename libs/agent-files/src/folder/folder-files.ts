import { GuildhallError } from '@guildhall/contracts/errors';
import { mkdir } from 'node:fs/promises';
import { checkedPath, namesOf } from '../checked-path.js';
import type { AgentFiles, FileChange, FileRoot, StoredEntry } from '../port.js';
import { descend } from './descent.js';
import { codeOf, Directory, within } from './directory.js';
import { contentOf } from './content.js';
import { listBelow } from './listing.js';
import { notFound, readOnly, refusalFor, type Place } from './refusals.js';
import { finishReplacements } from './replacement/leftovers.js';
import { replaceIn } from './replacement/replacement.js';
import { removeIn } from './removal.js';
import { writeFileIn } from './tree.js';

/** A folder of this machine that is a root of an agent. */
export interface FolderRoot {
  /** Absolute. The folders above it are trusted, the entries below it are not. */
  path: string;
  readOnly: boolean;
}

/** The files of an agent in folders of this machine. A root without a folder is empty and read-only. */
export class FolderFiles implements AgentFiles {
  constructor(private readonly roots: Partial<Record<FileRoot, FolderRoot>>) {}

  async list(
    root: FileRoot,
    path: string,
    depth: number,
    limit: number,
  ): Promise<{ entries: StoredEntry[]; truncated: boolean }> {
    const place = { root, path: checkedPath(path, 'is the root') };
    return this.reading(place, async () => {
      const top = await this.open(root, 'read');
      if (top === null && path !== '') throw notFound(place);
      if (top === null) return { entries: [], truncated: false };
      return within(top, (open) => listBelow(open, place, depth, limit));
    });
  }

  async read(root: FileRoot, path: string, limit: number): Promise<Buffer> {
    const place = { root, path: checkedPath(path) };
    return this.reading(place, () =>
      this.inParent(place, async (parent, name) => {
        const file = await parent.file(name);
        try {
          const stat = await file.stat();
          if (!stat.isFile()) throw new GuildhallError('NOT_A_FILE', { path });
          if (stat.size > limit) throw new GuildhallError('FILE_TOO_LARGE', { path, limit });
          const content = await contentOf(file, stat.size, limit);
          if (content === null) throw new GuildhallError('FILE_TOO_LARGE', { path, limit });
          return content;
        } finally {
          await file.close();
        }
      }),
    );
  }

  async write(root: FileRoot, path: string, content: Buffer): Promise<FileChange> {
    const place = { root, path: checkedPath(path) };
    return this.writing(place, async (top) => {
      const names = namesOf(path);
      const name = names.pop() as string;
      return descend(top, names, place, true, (parent) => writeFileIn(parent, name, path, content));
    });
  }

  async remove(root: FileRoot, path: string): Promise<void> {
    const place = { root, path: checkedPath(path) };
    this.requireWritable(place);
    return this.reading(
      place,
      () =>
        this.inParent(
          place,
          async (parent, name) => {
            if ((await parent.stat(name)) === null) throw notFound(place);
            await removeIn(parent, name);
            await parent.sync();
          },
          'write',
        ),
      'write',
    );
  }

  async replace(root: FileRoot, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> {
    for (const path of files.keys()) checkedPath(path);
    return this.writing({ root, path: '' }, (top) => replaceIn(top, files));
  }

  /** Null: the root does not exist yet. */
  private async open(root: FileRoot, doing: 'read' | 'write'): Promise<Directory | null> {
    const folder = this.roots[root];
    const top = folder === undefined ? null : await opened(folder.path);
    if (top === null || folder?.readOnly !== false) return top;
    const reason = await finishReplacements(top, doing).catch((error: unknown) => error);
    if (doing === 'read' || reason === null) return top;
    await top.close();
    throw reason;
  }

  private async writing<T>(place: Place, work: (top: Directory) => Promise<T>): Promise<T> {
    const folder = this.requireWritable(place);
    return this.reading(
      place,
      async () => {
        await mkdir(folder.path, { recursive: true });
        const top = await this.open(place.root, 'write');
        if (top === null) throw notFound(place);
        return within(top, work);
      },
      'write',
    );
  }

  private requireWritable(place: Place): FolderRoot {
    const folder = this.roots[place.root];
    if (folder === undefined || folder.readOnly) throw readOnly(place);
    return folder;
  }

  private async reading<T>(place: Place, work: () => Promise<T>, doing: 'read' | 'write' = 'read'): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw refusalFor(error, place, doing);
    }
  }

  private async inParent<T>(
    place: Place,
    work: (parent: Directory, name: string) => Promise<T>,
    doing: 'read' | 'write' = 'read',
  ): Promise<T> {
    const top = await this.open(place.root, doing);
    if (top === null) throw notFound(place);
    const names = namesOf(place.path);
    const name = names.pop() as string;
    return within(top, (open) => descend(open, names, place, false, (parent) => work(parent, name)));
  }
}

const opened = async (path: string): Promise<Directory | null> => {
  try {
    return await Directory.open(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};
