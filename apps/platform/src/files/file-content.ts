import { fileLimits, GuildhallError, type FileEncoding, type FileView } from '@guildhall/contracts';
import { digestOf, type WriteCondition } from './recorded-files.js';

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

const invalid = (field: string, message: string): GuildhallError =>
  new GuildhallError('VALIDATION_FAILED', { fields: [{ field, message }] });

/** Bytes of a file that came as JSON. Throws VALIDATION_FAILED, FILE_TOO_LARGE. */
export const contentOf = (path: string, content: string, encoding: FileEncoding = 'utf-8'): Buffer => {
  if (encoding === 'base64' && (!base64.test(content) || content.length % 4 !== 0))
    throw invalid('content', 'content must be base64 (RFC 4648, with padding)');
  const bytes = Buffer.from(content, encoding);
  if (bytes.length > fileLimits.jsonFile)
    throw new GuildhallError('FILE_TOO_LARGE', { path, limit: fileLimits.jsonFile });
  return bytes;
};

/** Text as it is, also an empty one; anything that is not UTF-8 text as base64. */
export const viewOf = (path: string, content: Buffer): FileView => {
  const facts = { path, size: content.length, digest: digestOf(content) };
  const text = textOf(content);
  return text === null
    ? { ...facts, content: content.toString('base64'), encoding: 'base64' }
    : { ...facts, content: text };
};

/** Byte for byte what the file holds, or null. */
const textOf = (content: Buffer): string | null => {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
};

/** The files of a replacement. Throws VALIDATION_FAILED, FILE_TOO_LARGE. */
export const filesOf = (given: Record<string, unknown>): Map<string, Buffer> => {
  const entries = Object.entries(given);
  if (entries.length > fileLimits.replaced)
    throw invalid('files', `files must have at most ${fileLimits.replaced} entries`);
  const paths = entries.reduce((sum, [path]) => sum + Buffer.byteLength(path), 0);
  if (paths > fileLimits.replacedPaths)
    throw invalid('files', `all paths together must have at most ${fileLimits.replacedPaths} bytes`);
  return new Map(entries.map(([path, value]) => [path, oneOf(path, value)]));
};

const oneOf = (path: string, value: unknown): Buffer => {
  if (typeof value === 'string') return contentOf(path, value);
  const { content, encoding = 'utf-8' } = (value ?? {}) as { content?: unknown; encoding?: unknown };
  if (typeof content !== 'string' || (encoding !== 'utf-8' && encoding !== 'base64'))
    throw invalid(`files.${path}`, 'it must be text, or an object with content and encoding');
  return contentOf(path, content, encoding);
};

/** `If-Match: "<digest>"` or `*`, `If-None-Match: *`; null: nothing is demanded. Throws BAD_IF_MATCH. */
export const conditionOf = (ifMatch: string | undefined, ifNoneMatch: string | undefined): WriteCondition | null => {
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*') throw new GuildhallError('BAD_IF_MATCH', { value: ifNoneMatch.slice(0, 80) });
    return { digest: null };
  }
  if (ifMatch === undefined) return null;
  if (ifMatch.trim() === '*') return { digest: 'any' };
  const digest = /^"([0-9a-f]{64})"$/.exec(ifMatch.trim())?.[1];
  if (digest === undefined) throw new GuildhallError('BAD_IF_MATCH', { value: ifMatch.slice(0, 80) });
  return { digest };
};
