import { DatabaseSync } from 'node:sqlite';
import { chainStart, chainTextSql, nextLink } from './chain.js';
import { positionOf } from '../schema.js';

/** `text` is null when the event's stream is missing. */
type Row = [number: number, text: string | null, link: string];

/** How far the chain is known to be whole, with the link there (hexadecimal). */
export interface TrustedMark {
  number: number;
  link: string;
}
export interface VerifyResult {
  /** Events that were checked now. */
  checked: number;
  mark: TrustedMark;
  /** Position of the first event that does not fit; null: the chain is whole. */
  damagedAt: string | null;
}

const page = 500;
const unreadable = [11, 26];

export const untouched: TrustedMark = { number: 0, link: chainStart };

/** Recomputes the chain from a mark, at most `limit` events. What SQLite cannot read counts as damage too. */
export const verifyChain = (db: DatabaseSync, from: TrustedMark, limit = Number.POSITIVE_INFINITY): VerifyResult => {
  const rowsAfter = reader(db);
  let { number, link } = from;
  const result = (damagedAt: string | null): VerifyResult => ({
    checked: number - from.number,
    mark: { number, link },
    damagedAt,
  });
  let size = page;
  for (;;) {
    const wanted = Math.min(size, limit - (number - from.number));
    const rows = rowsAfter(number, wanted);
    // Rows are read one by one from here on, to find the one that cannot be read.
    if (rows === null && size > 1) size = 1;
    else if (rows === null) return result(positionOf(number + 1));
    for (const row of rows ?? []) {
      if (row[0] !== number + 1 || nextLink(link, row[1] ?? '') !== row[2]) return result(positionOf(number + 1));
      number += 1;
      link = row[2];
    }
    if (rows !== null && (rows.length < wanted || number - from.number >= limit)) return result(null);
  }
};

/** Gives events after a number; null: the file is damaged there. */
const reader = (db: DatabaseSync): ((after: number, limit: number) => Row[] | null) => {
  const statement = db.prepare(
    `SELECT e.position, ${chainTextSql}, lower(hex(e.hash)) FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  );
  statement.setReturnArrays(true);
  return (after, limit) => {
    try {
      return statement.all(after, limit) as unknown as Row[];
    } catch (error) {
      if (unreadable.includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)) return null;
      throw error;
    }
  };
};

/** The stored mark at a number; null: there is no such event. */
export const storedMark = (db: DatabaseSync, number: number): TrustedMark | null => {
  if (number === 0) return untouched;
  const row = db.prepare('SELECT lower(hex(hash)) AS link FROM events WHERE position = ?').get(number);
  return row === undefined ? null : { number, link: String(row['link']) };
};

/** What to tell people about a finding. */
export const damageSentence = (position: string): string =>
  `The event log is damaged at position ${position}: what is stored there does not fit the chain. Writing is stopped. ` +
  'Run `npm run log -- verify` to see it, and put back the log from a backup.';
