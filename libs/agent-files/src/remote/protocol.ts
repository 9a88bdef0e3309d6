import type { ErrorCode, ErrorDetails } from '@guildhall/contracts/errors';
import type { FileChange, FileRoot, StoredEntry } from '../port.js';

/** One line of JSON; the raw contents of files follow it, in the order of the line. */
export type FilesRequest =
  | { operation: 'list'; root: FileRoot; path: string; depth: number; limit: number }
  | { operation: 'read'; root: FileRoot; path: string; limit: number }
  | { operation: 'write'; root: FileRoot; path: string; size: number }
  | { operation: 'remove'; root: FileRoot; path: string }
  | { operation: 'replace'; root: FileRoot; files: { path: string; size: number }[] };

/** One line of JSON; for `read` the content follows. */
export type FilesAnswer =
  | { ok: true; listing?: { entries: StoredEntry[]; truncated: boolean }; changes?: FileChange[]; size?: number }
  | { ok: false; code: ErrorCode; details: ErrorDetails };

const newline = 10;

/** The pieces of a message in order, without copying the contents. */
export const frame = (head: object, contents: readonly Buffer[] = []): Buffer[] => [
  Buffer.from(`${JSON.stringify(head)}\n`),
  ...contents,
];

/** The head and the bytes after it. Throws SyntaxError if there is no head. */
export const unframed = (bytes: Buffer): { head: unknown; rest: Buffer } => {
  const end = bytes.indexOf(newline);
  if (end < 0) throw new SyntaxError('the line with the head is missing');
  return { head: JSON.parse(bytes.subarray(0, end).toString()), rest: bytes.subarray(end + 1) };
};

/** Length of the whole request in bytes, by its head; null: the head is incomplete. */
export const frameLength = (bytes: Buffer): number | null => {
  const end = bytes.indexOf(newline);
  if (end < 0) return null;
  const request = JSON.parse(bytes.subarray(0, end).toString()) as FilesRequest;
  const contents = request.operation === 'replace' ? request.files : request.operation === 'write' ? [request] : [];
  return end + 1 + contents.reduce((sum, { size }) => sum + size, 0);
};
