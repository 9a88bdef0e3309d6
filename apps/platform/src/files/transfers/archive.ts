import type { AgentFiles, FileRoot, StoredEntry } from '@guildhall/agent-files';
import { fileLimits, GuildhallError } from '@guildhall/contracts';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

const allLevels = 200;
const [earliest, latest] = [Date.UTC(1980, 0, 2), Date.UTC(2107, 11, 30)];
/** Says what is left out; a file of that name keeps it. */
const noteName = 'NOT-IN-THIS-ARCHIVE';

/**
 * What is below a path as a zip, read file by file while it is sent. What cannot be in it (a link, a pipe, a file that is
 * gone or may not be read, a name that other systems take for something else) is named in a file of its own; folders that
 * nobody edits are left out. Throws before the first byte: FILE_TOO_LARGE, and as a list does. When the agent's place can
 * no longer be reached, the stream breaks.
 */
export const archiveOf = async (files: AgentFiles, root: FileRoot, path: string): Promise<Readable> => {
  const entries = await entriesBelow(files, root, path);
  const archive = new Archive(files, root);
  void archive.fill(entries);
  return archive.output;
};

class Archive {
  private readonly zip = new ZipFile();
  readonly output = this.zip.outputStream as Readable;
  private readonly leftOut: string[] = [];

  constructor(
    private readonly files: AgentFiles,
    private readonly root: FileRoot,
  ) {
    this.zip.on('error', (error: Error) => this.output.destroy(error));
    // It may break before there is a reader; the reader gets the error all the same.
    this.output.on('error', () => undefined);
  }

  async fill(entries: readonly StoredEntry[]): Promise<void> {
    try {
      for (const entry of entries) {
        if (this.output.destroyed) return;
        await this.add(entry);
      }
      if (this.leftOut.length > 0) this.zip.addBuffer(Buffer.from(this.note()), nameFor(entries));
      this.zip.end();
    } catch (error) {
      this.output.destroy(error as Error);
    }
  }

  /** Resolves when the file was taken, so that no more than the next one waits in memory. */
  private async add({ path, kind, modifiedMs }: StoredEntry): Promise<void> {
    if (kind !== 'file') return this.leaveOut(path, kind === 'link' ? 'it is a link' : 'it is no file');
    // The library would throw, and these are what it takes for absolute.
    if (/^[A-Za-z]:/.test(path)) return this.leaveOut(path, 'its name begins as a drive does');
    const content = await this.contentOf(path);
    if (content === null) return;
    const stream = Readable.from([content]);
    const taken = new AbortController();
    const { signal } = taken;
    this.zip.addReadStream(stream, path, { mtime: dateOf(modifiedMs) });
    await Promise.race([once(stream, 'close', { signal }), once(this.output, 'close', { signal })]);
    taken.abort();
  }

  /** Null: it is left out. */
  private async contentOf(path: string): Promise<Buffer | null> {
    try {
      return await this.files.read(this.root, path, fileLimits.download);
    } catch (error) {
      if (!(error instanceof GuildhallError) || error.status >= 500) throw error;
      this.leaveOut(path, error.message);
      return null;
    }
  }

  private leaveOut(path: string, reason: string): void {
    this.leftOut.push(`${JSON.stringify(path)}: ${reason}`);
  }

  private note(): string {
    return `Left out of this archive:\n\n${this.leftOut.join('\n')}\n`;
  }
}

/** A time that a zip can hold. The library throws uncaught for one before 1970, which any agent can give its files. */
const dateOf = (modifiedMs: number): Date => new Date(Math.min(Math.max(modifiedMs, earliest), latest));

const nameFor = (entries: readonly StoredEntry[]): string => {
  const taken = new Set(entries.map(({ path }) => path));
  let name = `${noteName}.txt`;
  for (let number = 2; taken.has(name); number += 1) name = `${noteName}-${number}.txt`;
  return name;
};

/** All but folders. */
const entriesBelow = async (files: AgentFiles, root: FileRoot, path: string): Promise<StoredEntry[]> => {
  const { entries, truncated } = await listed(files, root, path);
  const shown = path === '' ? root : path;
  if (truncated) throw new GuildhallError('TOO_MANY_FILES', { path: shown, limit: fileLimits.entries });
  const large = entries.find(({ size }) => size > fileLimits.download);
  if (large !== undefined) throw new GuildhallError('FILE_TOO_LARGE', { path: large.path, limit: fileLimits.download });
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > fileLimits.archive) throw new GuildhallError('FILE_TOO_LARGE', { path: shown, limit: fileLimits.archive });
  return entries.filter(({ kind }) => kind !== 'directory');
};

/** A path may also name one file. */
const listed = async (files: AgentFiles, root: FileRoot, path: string) => {
  try {
    return await files.list(root, path, allLevels, fileLimits.entries);
  } catch (error) {
    if (!(error instanceof GuildhallError) || error.code !== 'NOT_A_DIRECTORY') throw error;
    const parent = path.split('/').slice(0, -1).join('/');
    const { entries, truncated } = await files.list(root, parent, 1, fileLimits.entries);
    const one = entries.filter((entry) => entry.path === path);
    return { entries: one, truncated: truncated && one.length === 0 };
  }
};
