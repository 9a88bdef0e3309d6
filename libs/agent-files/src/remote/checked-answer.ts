import { GuildhallError, type ErrorCode, type ErrorDetails } from '@guildhall/contracts/errors';
import { digestOf } from '../digest.js';
import type { FileChange, StoredEntry } from '../port.js';
import { unframed } from './protocol.js';

/**
 * The program that answers runs as the agent's user in the agent's container: the agent may answer in its place or change
 * its answers. So every part of an answer must have the expected form.
 */
export const unusable = (reason: string): GuildhallError => new GuildhallError('FILES_ANSWER_INVALID', { reason });

/** The refusals about files; an answer with another code would speak for the platform. */
const refusals: ReadonlySet<unknown> = new Set<ErrorCode>([
  'PATH_REFUSED',
  'FILE_NOT_FOUND',
  'NOT_A_FILE',
  'NOT_A_DIRECTORY',
  'FILE_TOO_LARGE',
  'FILES_FULL',
  'FILES_BUSY',
  'ROOT_READ_ONLY',
]);
/** Members of a refusal that are passed on. */
const texts = ['path', 'root', 'reason'];
const counts = ['limit', 'retryAfter'];
const textLength = 2_000;

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** The head and the content of a successful answer. Throws the refusal of any other, and FILES_ANSWER_INVALID. */
export const acceptedAnswer = (output: Buffer): { head: Fields; content: Buffer } => {
  const { head, rest } = headOf(output);
  const fields = fieldsOf(head);
  if (fields?.['ok'] === true) return { head: fields, content: rest };
  if (fields?.['ok'] !== false || !refusals.has(fields['code']))
    throw unusable('it has neither a result nor a refusal.');
  throw new GuildhallError(fields['code'] as ErrorCode, detailsOf(fields['details']));
};

const headOf = (output: Buffer): { head: unknown; rest: Buffer } => {
  try {
    return unframed(output);
  } catch {
    throw unusable('it does not start with a line of JSON.');
  }
};

const detailsOf = (details: unknown): ErrorDetails => {
  const given = fieldsOf(details) ?? {};
  const repeated: ErrorDetails = {};
  for (const name of texts) if (typeof given[name] === 'string') repeated[name] = given[name].slice(0, textLength);
  for (const name of counts) if (isCount(given[name])) repeated[name] = given[name];
  return repeated;
};

/** The requested listing: levels below a path, and most entries. */
interface RequestedListing {
  path: string;
  depth: number;
  limit: number;
}

export const checkedListing = (
  listing: unknown,
  asked: RequestedListing,
): { entries: StoredEntry[]; truncated: boolean } => {
  const { entries, truncated } = fieldsOf(listing) ?? {};
  if (!Array.isArray(entries) || typeof truncated !== 'boolean') throw unusable('it has no list.');
  if (entries.length > asked.limit) throw unusable(`it lists more than ${asked.limit} entries.`);
  return { entries: entries.map((entry) => checkedEntry(entry, asked)), truncated };
};

const kinds: ReadonlySet<unknown> = new Set<StoredEntry['kind']>(['file', 'directory', 'link', 'other']);
/** The latest time that `Date` can represent. */
const largestMs = 8.64e15;

const checkedEntry = (entry: unknown, asked: RequestedListing): StoredEntry => {
  const { path, kind, size, modifiedMs } = fieldsOf(entry) ?? {};
  const isTime = Number.isSafeInteger(modifiedMs) && Math.abs(modifiedMs as number) <= largestMs;
  if (!isBelow(path, asked) || !kinds.has(kind) || !isCount(size) || !isTime)
    throw unusable('it lists something that is not an entry of that folder.');
  return { path, kind: kind as StoredEntry['kind'], size, modifiedMs: modifiedMs as number };
};

const isBelow = (path: unknown, { path: folder, depth }: RequestedListing): path is string => {
  const prefix = folder === '' ? '' : `${folder}/`;
  if (typeof path !== 'string' || !path.startsWith(prefix)) return false;
  const names = path.slice(prefix.length).split('/');
  return names.length <= depth && names.every((name) => name !== '' && name !== '.' && name !== '..');
};

/** A content must have the length in the head, and at most `limit` bytes. */
export const checkedContent = (content: Buffer, size: unknown, limit: number): Buffer => {
  if (content.length !== size) throw unusable('the content of the file was cut off on the way.');
  if (content.length > limit) throw unusable(`the file is larger than the ${limit} bytes that were asked for.`);
  return content;
};

/** The changes must name exactly the files that were sent. */
export const checkedChanges = (changes: unknown, files: ReadonlyMap<string, Buffer>): FileChange[] => {
  const given: unknown[] = Array.isArray(changes) ? changes : [];
  const wanted = [...files].map(([path, content]) => ({ path, size: content.length, digest: digestOf(content) }));
  const isSame = (change: FileChange, index: number): boolean => {
    const { path, size, digest } = fieldsOf(given[index]) ?? {};
    return path === change.path && size === change.size && digest === change.digest;
  };
  if (given.length !== wanted.length || !wanted.every(isSame)) throw unusable('it names other files than were sent.');
  return wanted;
};
