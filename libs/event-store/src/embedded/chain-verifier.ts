import { DatabaseSync } from 'node:sqlite';
import { chainStart, nextLink } from './chain.js';
import { positionOf } from './schema.js';

type Row = [number, string, number, string, string, string, string, Uint8Array];

/** How far the chain is known to be whole, with the link there. */
export interface TrustedMark {
  number: number;
  link: Uint8Array;
}
export interface VerifyResult {
  /** Events that were checked now. */
  checked: number;
  mark: TrustedMark;
  /** Position of the first event that does not fit; null: the chain is whole. */
  damagedAt: string | null;
}

const page = 2_000;

export const untouched: TrustedMark = { number: 0, link: chainStart };

/** Recomputes the chain from a mark, at most `limit` events. */
export const verifyChain = (db: DatabaseSync, from: TrustedMark, limit = Number.POSITIVE_INFINITY): VerifyResult => {
  const statement = db.prepare(
    'SELECT e.position, s.name, e.revision, e.id, e.type, e.data, e.metadata, e.hash FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE e.position > ? ORDER BY e.position LIMIT ?',
  );
  statement.setReturnArrays(true);
  let mark = from;
  let checked = 0;
  for (;;) {
    const rows = statement.all(mark.number, Math.min(page, limit - checked)) as unknown as Row[];
    for (const [number, stream, revision, id, type, data, metadata, hash] of rows) {
      const link = nextLink(mark.link, { stream, revision, id, type, data, metadata });
      if (number !== mark.number + 1 || !link.equals(hash))
        return { checked, mark, damagedAt: positionOf(mark.number + 1) };
      mark = { number, link };
      checked += 1;
    }
    if (rows.length < page || checked >= limit) return { checked, mark, damagedAt: null };
  }
};

/** What to tell people about a finding. */
export const damageSentence = (position: string): string =>
  `The event log is damaged at position ${position}: what is stored there does not fit the chain. Writing is stopped. ` +
  'Run `npm run log -- verify` to see it, and put back the log from a backup.';
