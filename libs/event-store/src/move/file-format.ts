import { hash } from 'node:crypto';
import type { ChainedEvent, ChainValue } from '../audit/log-chain.js';
import { NotALogFile } from './errors.js';

/**
 * An exported log is lines of JSON: a header; blocks of events, each event as its chained bytes, each block followed by
 * a mark with the chain so far; an end with the whole chain and the header's checksum.
 */
export const formatName = 'guildhall-log';
export const formatVersion = 1;
/** Most events of a block: limits memory, and says how closely damage is located. */
export const blockEvents = 1_000;

export interface Header {
  format: typeof formatName;
  version: typeof formatVersion;
  logId: string;
  /** null: the exporting store does not count its events. */
  count: number | null;
}
export interface Mark {
  count: number;
  chain: string;
}
export interface End extends Mark {
  end: true;
  /** SHA-256 of the header's line, hexadecimal. */
  header: string;
}

export const headerLine = (logId: string, count: number | null): string =>
  JSON.stringify({ format: formatName, version: formatVersion, logId, count } satisfies Header);

export const markLine = ({ count, link }: ChainValue): string => JSON.stringify({ count, chain: link } satisfies Mark);

export const endLine = ({ count, link }: ChainValue, header: string): string =>
  JSON.stringify({ end: true, count, chain: link, header: lineChecksum(header) } satisfies End);

export const lineChecksum = (line: string): string => hash('sha256', line, 'hex');

/** Throws `NotALogFile`. */
export const parseHeader = (file: string, line: string): Header => {
  const value = parsedObject(line);
  if (value?.['format'] !== formatName) throw new NotALogFile(file, 'it does not start like an exported log');
  const { version, logId, count } = value;
  if (version !== formatVersion)
    throw new NotALogFile(file, `its format is version ${String(version)}, this version reads ${formatVersion}`);
  if (typeof logId !== 'string' || !(count === null || isCount(count)))
    throw new NotALogFile(file, 'its first line lacks the identity of the log');
  return { format: formatName, version: formatVersion, logId, count };
};

/** The mark or end on this line; null: neither. */
export const parseMark = (line: string): Mark | End | null => {
  const value = parsedObject(line);
  const { end, count, chain, header } = value ?? {};
  if (!isCount(count) || typeof chain !== 'string') return null;
  return end === true ? { end, count, chain, header: String(header) } : { count, chain };
};

/** The event on this line; null: none. */
export const parseEvent = (line: string): ChainedEvent | null => {
  const value = parsed(line);
  if (!Array.isArray(value) || value.length !== 6) return null;
  const [stream, revision, id, type, data, metadata] = value as unknown[];
  const isNamed = typeof stream === 'string' && typeof id === 'string' && typeof type === 'string';
  if (!isNamed || !isCount(revision) || typeof metadata !== 'object' || metadata === null) return null;
  return { stream, revision, id, type, data, metadata: metadata as ChainedEvent['metadata'] };
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const parsedObject = (line: string): Record<string, unknown> | null => {
  const value = parsed(line);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
};
