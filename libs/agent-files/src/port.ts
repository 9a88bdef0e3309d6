import type { FileRoot } from '@guildhall/contracts';

export type { FileRoot };
/** In the order in which refusals name them. */
export const fileRoots: readonly FileRoot[] = ['configs', 'workspace', 'home', 'plugins'];

/** An entry below a root. `path` is relative to the root, with `/`. A link is listed but never followed. */
export interface StoredEntry {
  path: string;
  /** `other`: a pipe, a socket or a device. It has no content. */
  kind: 'file' | 'directory' | 'link' | 'other';
  /** Bytes; 0 unless it is a file. */
  size: number;
  /** Milliseconds since the epoch. */
  modifiedMs: number;
}

/** The result of a write. `digest` is SHA-256 in lower-case hex. */
export interface FileChange {
  path: string;
  size: number;
  digest: string;
}

/**
 * The files of one agent, wherever they are kept. Paths are relative to a root and checked by `checkedPath` first. Throws
 * GuildhallError: PATH_REFUSED (leaves the root, also by a link; NUL; a name over 255 bytes), FILE_NOT_FOUND,
 * NOT_A_FILE, NOT_A_DIRECTORY, FILE_TOO_LARGE, ROOT_READ_ONLY.
 */
export interface AgentFiles {
  /** Entries below `path` ('' is the root) down to `depth` levels, sorted by path; at most `limit`. A missing root is empty. */
  list(
    root: FileRoot,
    path: string,
    depth: number,
    limit: number,
  ): Promise<{ entries: StoredEntry[]; truncated: boolean }>;
  /** Throws FILE_TOO_LARGE above `limit` bytes. */
  read(root: FileRoot, path: string, limit: number): Promise<Buffer>;
  /** Creates missing parents. Atomic: a reader sees the old or the new content, also after a crash. */
  write(root: FileRoot, path: string, content: Buffer): Promise<FileChange>;
  /** Removes a file, or a directory with everything below it. */
  remove(root: FileRoot, path: string): Promise<void>;
  /** Replaces everything below the root by exactly these files. */
  replace(root: FileRoot, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]>;
}
