import { hash } from 'node:crypto';

/** The stored columns that a link of the chain covers. */
export interface ChainRow {
  stream: string;
  revision: number;
  id: string;
  type: string;
  /** Canonical JSON. */
  data: string;
  metadata: string;
}

/** The chain before the first event; links are 64 hexadecimal digits. */
export const chainStart = '0'.repeat(64);

/** The bytes of an event that the chain covers. */
export const chainText = ({ stream, revision, id, type, data, metadata }: ChainRow): string =>
  `[${JSON.stringify(stream)},${revision},${JSON.stringify(id)},${JSON.stringify(type)},${data},${metadata}]`;

/** `chainText` in SQL, over the tables `e` (events) and `s` (streams): SQLite hands over one string instead of six. */
export const chainTextSql =
  "'[' || json_quote(s.name) || ',' || e.revision || ',' || json_quote(e.id) || ',' || json_quote(e.type) || ',' || e.data || ',' || e.metadata || ']'";

/** SHA-256 over the previous link and the event's bytes: the same log has the same chain in every store. */
export const nextLink = (previous: string, text: string): string => hash('sha256', `${previous}\n${text}`, 'hex');
