import { defineEvent, type FactOf } from '../events/declaration.js';
import type { WorkspaceId } from '../ids.js';

/** The names of an agent's folders. */
export type FileRootName = 'configs' | 'workspace' | 'home' | 'plugins';

/** `path`: relative to its root. `digest`: SHA-256 of the content in lower-case hex. */
export interface WrittenFile {
  path: string;
  digest: string;
  size: number;
}

/** On every event of a change. */
export interface OfFileChange {
  workspaceId: WorkspaceId;
  /** The same in the beginning of a change and in its outcome. */
  changeId: string;
}

const begun = { permission: 'files.read' } as const;
/** A change of its configuration makes a restart of the agent due. */
const changed = { permission: 'files.read', foldsGraph: true } as const;

/**
 * Stream `files-<workspaceId>`: what was changed through the platform; what an agent does to its own files is not here.
 * The intent comes first and the outcome after it, so that a change which a crash interrupted is seen.
 */
export const fileEvents = {
  /** `path`: what is written or deleted; null: everything below the root is replaced. `files`: what is there afterwards. */
  FileChangeBegun: defineEvent<
    OfFileChange & {
      change: 'write' | 'delete' | 'replace';
      root: FileRootName;
      path: string | null;
      files: WrittenFile[];
    }
  >()('FileChangeBegun', begun),
  FileWritten: defineEvent<OfFileChange & { root: FileRootName } & WrittenFile>()('FileWritten', changed),
  FileDeleted: defineEvent<OfFileChange & { root: FileRootName; path: string }>()('FileDeleted', changed),
  /** Exactly these files are below the root. */
  FilesReplaced: defineEvent<OfFileChange & { root: FileRootName; files: WrittenFile[] }>()('FilesReplaced', changed),
  /** Nothing was changed, as far as is known. */
  FileChangeFailed: defineEvent<OfFileChange & { code: string; cause: string }>()('FileChangeFailed', begun),
} as const;

export type FileFact = FactOf<(typeof fileEvents)[keyof typeof fileEvents]>;
