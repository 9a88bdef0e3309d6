import { DatabaseSync } from 'node:sqlite';
import { chainStart, chainTextSql, nextLink } from './chain.js';
import { positionOf } from '../schema.js';

/** `text` is null when the event's stream is missing. */
type Row = [number: number, text: string | null, link: string];

/** The chain is intact up to event `number`, whose link is `link` (hexadecimal). */
export interface TrustedMark {
  number: number;
  link: string;
}
export interface VerifyResult {
  /** Number of events checked by this call. */
  checked: number;
  mark: TrustedMark;
  /** Position of the first event that does not match; null: the chain is intact. */
  damagedAt: string | null;
}

const pageEvents = 500;
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const unreadableCodes = [11, 26];

export const untouched: TrustedMark = { number: 0, link: chainStart };

/** Recomputes the chain from a mark, at most `limit` events. A row that SQLite cannot read counts as damage too. */
export const verifyChain = (db: DatabaseSync, from: TrustedMark, limit = Number.POSITIVE_INFINITY): VerifyResult => {
  const rowsAfter = reader(db);
  let { number, link } = from;
  const result = (damagedAt: string | null): VerifyResult => ({
    checked: number - from.number,
    mark: { number, link },
    damagedAt,
  });
  let size = pageEvents;
  for (;;) {
    const requested = Math.min(size, limit - (number - from.number));
    const rows = rowsAfter(number, requested);
    // From here on reads row by row, to find the unreadable one.
    if (rows === null && size > 1) size = 1;
    else if (rows === null) return result(positionOf(number + 1));
    for (const row of rows ?? []) {
      if (row[0] !== number + 1 || nextLink(link, row[1] ?? '') !== row[2]) return result(positionOf(number + 1));
      number += 1;
      link = row[2];
    }
    if (rows !== null && (rows.length < requested || number - from.number >= limit)) return result(null);
  }
};

/** Reads the rows after an event's number; null: the file is damaged there. */
const reader = (db: DatabaseSync): ((after: number, limit: number) => Row[] | null) => {
  const statement = db.prepare(
    `SELECT e.position, ${chainTextSql}, lower(hex(e.hash)) FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  );
  statement.setReturnArrays(true);
  return (after, limit) => {
    try {
      return statement.all(after, limit) as unknown as Row[];
    } catch (error) {
      if (isUnreadable(error)) return null;
      throw error;
    }
  };
};

/** SQLite found no database in the file, or a damaged page. */
export const isUnreadable = (error: unknown): boolean =>
  unreadableCodes.includes(((error as { errcode?: number }).errcode ?? 0) & 0xff);

/** The stored mark of an event; null: no such event. */
export const storedMark = (db: DatabaseSync, number: number): TrustedMark | null => {
  if (number === 0) return untouched;
  const row = db.prepare('SELECT lower(hex(hash)) AS link FROM events WHERE position = ?').get(number);
  return row === undefined ? null : { number, link: String(row['link']) };
};

/** A finding as operators see it. */
export const damageSentence = (position: string): string =>
  `The event log is damaged at position ${position}: the stored event does not match the chain. Writing is stopped. ` +
  'Run `npm run log -- verify` for details, and restore the log from a backup.';
