import type { AgentFiles, FileRoot, StoredEntry } from '@guildhall/agent-files';
import { fileLimits, GuildhallError } from '@guildhall/contracts';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

const allLevels = 200;

/**
 * What is below a path as a zip, read file by file while it is sent. What is a link, or in a folder that nobody edits, is
 * left out. Throws before the first byte: FILE_TOO_LARGE, and as a list does. What goes wrong later breaks the stream.
 */
export const archiveOf = async (files: AgentFiles, root: FileRoot, path: string): Promise<Readable> => {
  const entries = await filesBelow(files, root, path);
  const zip = new ZipFile();
  for (const { path: name, modifiedMs } of entries) {
    zip.addReadStreamLazy(name, { mtime: new Date(modifiedMs) }, (take) => {
      files.read(root, name, fileLimits.archive).then(
        (content) => take(null, Readable.from([content])),
        (error: unknown) => take(error, Readable.from([])),
      );
    });
  }
  zip.end();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  return output;
};

const filesBelow = async (files: AgentFiles, root: FileRoot, path: string): Promise<StoredEntry[]> => {
  const { entries, truncated } = await listed(files, root, path);
  const found = entries.filter(({ kind }) => kind === 'file');
  const size = found.reduce((sum, entry) => sum + entry.size, 0);
  const shown = path === '' ? root : path;
  if (truncated) throw new GuildhallError('TOO_MANY_FILES', { path: shown, limit: fileLimits.entries });
  if (size > fileLimits.archive) throw new GuildhallError('FILE_TOO_LARGE', { path: shown, limit: fileLimits.archive });
  return found;
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
