import { hash } from 'node:crypto';

/** What a link of the chain is made of, as stored. */
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

/** The bytes of an event that are chained. */
export const chainText = ({ stream, revision, id, type, data, metadata }: ChainRow): string =>
  `[${JSON.stringify(stream)},${revision},${JSON.stringify(id)},${JSON.stringify(type)},${data},${metadata}]`;

/** `chainText` made by SQLite of the tables `e` and `s`: one string crosses instead of six. */
export const chainTextSql =
  "'[' || json_quote(s.name) || ',' || e.revision || ',' || json_quote(e.id) || ',' || json_quote(e.type) || ',' || e.data || ',' || e.metadata || ']'";

/** SHA-256 over the link before and the event's bytes: the same log gives the same chain in every store. */
export const nextLink = (before: string, text: string): string => hash('sha256', `${before}\n${text}`, 'hex');
