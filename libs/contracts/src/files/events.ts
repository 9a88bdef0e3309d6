import type { Cause } from '../declarations/cause.js';
import { defineEvent, type FactOf } from '../declarations/event.js';
import type { Id, WorkspaceId } from '../ids.js';
import type { Digest, PersonText } from '../text.js';
import { failureWithCause } from './upcasts.js';

/** The names of an agent's folders. */
export type FileRootName = 'configs' | 'workspace' | 'home' | 'plugins';

/** `path`: relative to its root. `digest`: SHA-256 of the content in lower-case hex. */
export interface WrittenFile {
  path: PersonText;
  digest: Digest;
  size: number;
}

/** On every event of a change. */
export interface OfFileChange {
  workspaceId: WorkspaceId;
  /** The same in the start of a change and in its outcome. */
  changeId: Id;
}

const begun = { permission: 'files.read' } as const;
/** A changed configuration makes a restart of the agent due. */
const changed = { permission: 'files.read', foldsGraph: true } as const;

/**
 * Stream `files-<workspaceId>`: changes made through the platform; what an agent does to its own files is not here.
 * The intent comes first and the outcome after it, so that a change which a crash interrupted is visible.
 */
export const fileEvents = {
  /** `path`: the file written or deleted; null: everything below the root is replaced. `files`: the result. */
  FileChangeBegun: defineEvent<
    OfFileChange & {
      change: 'write' | 'delete' | 'replace';
      root: FileRootName;
      path: PersonText | null;
      files: WrittenFile[];
    }
  >()('FileChangeBegun', { ...begun, sentence: ({ root }) => `Started to change files in ${root}` }),
  FileWritten: defineEvent<OfFileChange & { root: FileRootName } & WrittenFile>()('FileWritten', {
    ...changed,
    sentence: ({ root, path }) => `Wrote ${root}/${path}`,
  }),
  FileDeleted: defineEvent<OfFileChange & { root: FileRootName; path: PersonText }>()('FileDeleted', {
    ...changed,
    sentence: ({ root, path }) => `Deleted ${root}/${path}`,
  }),
  /** Exactly these files are below the root. */
  FilesReplaced: defineEvent<OfFileChange & { root: FileRootName; files: WrittenFile[] }>()('FilesReplaced', {
    ...changed,
    sentence: ({ root, files }) => `Replaced all files in ${root}: now ${files.length}`,
  }),
  /** As far as is known, nothing was changed. */
  FileChangeFailed: defineEvent<OfFileChange & { cause: Cause }>()('FileChangeFailed', {
    ...begun,
    upcasts: [failureWithCause],
    sentence: ({ cause }, { becauseOf }) => `Changing files failed: ${becauseOf(cause)}`,
  }),
} as const;

export type FileFact = FactOf<(typeof fileEvents)[keyof typeof fileEvents]>;
