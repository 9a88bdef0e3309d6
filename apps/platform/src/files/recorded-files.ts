import type { AgentFiles, FileChange, FileRoot, StoredEntry } from '@guildhall/agent-files';
import { checkedPath } from '@guildhall/agent-files';
import { GuildhallError } from '@guildhall/contracts';
import { createHash } from 'node:crypto';
import type { CommandMeta } from '../commands/command-meta.js';
import { type FileChanges, refusalOf, type RecordedChange } from './changes/file-changes.js';

/** What must be there before a write: a digest, or nothing (`null`). */
export interface WriteCondition {
  digest: string | null | 'any';
}

const conditionLimit = 64 * 1_048_576;

export const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** The files of one workspace as the platform changes them: every change stands in the log. */
export class RecordedFiles implements AgentFiles {
  /** Of the last change. */
  lastChange: RecordedChange | null = null;

  constructor(
    private readonly workspaceId: string,
    private readonly files: AgentFiles,
    private readonly changes: FileChanges,
    private readonly meta: CommandMeta,
  ) {}

  list(
    root: FileRoot,
    path: string,
    depth: number,
    limit: number,
  ): Promise<{ entries: StoredEntry[]; truncated: boolean }> {
    return this.asked(() => this.files.list(root, path, depth, limit));
  }

  read(root: FileRoot, path: string, limit: number): Promise<Buffer> {
    return this.asked(() => this.files.read(root, path, limit));
  }

  write(root: FileRoot, path: string, content: Buffer): Promise<FileChange> {
    return this.writeIf(root, path, content, null);
  }

  /** Throws FILE_CHANGED with the present `digest` (null: there is no file) when the condition does not hold. */
  async writeIf(root: FileRoot, path: string, content: Buffer, condition: WriteCondition | null): Promise<FileChange> {
    const file = { path: checkedPath(path), size: content.length, digest: digestOf(content) };
    const look = condition === null ? null : () => this.require(root, path, condition);
    await this.make({ change: 'write', root, path, files: [file] }, look, () => this.files.write(root, path, content));
    return file;
  }

  async remove(root: FileRoot, path: string): Promise<void> {
    checkedPath(path);
    const look = () => this.requireThere(root, path);
    await this.make({ change: 'delete', root, path, files: [] }, look, () => this.removeOnce(root, path));
  }

  async replace(root: FileRoot, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> {
    const changed = [...files].map(([path, content]) => ({
      path: checkedPath(path),
      size: content.length,
      digest: digestOf(content),
    }));
    const intent = { change: 'replace', root, path: null, files: changed } as const;
    await this.make({ ...intent, files: changed }, null, () => this.files.replace(root, files));
    return changed;
  }

  private async make(
    intent: Parameters<FileChanges['make']>[1],
    look: (() => Promise<void>) | null,
    act: () => Promise<unknown>,
  ): Promise<void> {
    this.lastChange = await this.changes.make(this.workspaceId, intent, this.meta, look, act);
  }

  private async require(root: FileRoot, path: string, condition: WriteCondition): Promise<void> {
    const digest = await this.asked(() => this.files.read(root, path, conditionLimit)).then(
      digestOf,
      (error: unknown) => {
        if (error instanceof GuildhallError && error.code === 'FILE_NOT_FOUND') return null;
        throw error;
      },
    );
    const holds = condition.digest === 'any' ? digest !== null : digest === condition.digest;
    if (!holds) throw new GuildhallError('FILE_CHANGED', { path, digest });
  }

  /** What is not there cannot be deleted, and that is no change. */
  private async requireThere(root: FileRoot, path: string): Promise<void> {
    if (!(await isThere(this, root, path))) throw new GuildhallError('FILE_NOT_FOUND', { root, path });
  }

  /** Another one may have been faster. */
  private async removeOnce(root: FileRoot, path: string): Promise<void> {
    try {
      await this.files.remove(root, path);
    } catch (error) {
      if (!(error instanceof GuildhallError) || error.code !== 'FILE_NOT_FOUND') throw error;
    }
  }

  private async asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw refusalOf(error, this.workspaceId) ?? error;
    }
  }
}

/** Is there a file, a folder or a link of that name? */
export const isThere = async (files: AgentFiles, root: FileRoot, path: string): Promise<boolean> => {
  try {
    await files.read(root, path, 0);
    return true;
  } catch (error) {
    if (!(error instanceof GuildhallError)) throw error;
    if (error.code === 'FILE_NOT_FOUND' || error.code === 'NOT_A_DIRECTORY') return false;
    if (['FILE_TOO_LARGE', 'NOT_A_FILE', 'PATH_REFUSED'].includes(error.code)) return true;
    throw error;
  }
};
