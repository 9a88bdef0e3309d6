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

/** The chain before the first event. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** SHA-256 over the link before and the canonical bytes of the event: the same log gives the same chain in every store. */
export const nextLink = (before: Uint8Array, row: ChainRow): Buffer => {
  const head = `${Buffer.from(before.buffer, before.byteOffset, before.byteLength).toString('hex')}\n[${JSON.stringify(row.stream)},${row.revision},`;
  return hash(
    'sha256',
    `${head}${JSON.stringify(row.id)},${JSON.stringify(row.type)},${row.data},${row.metadata}]`,
    'buffer',
  );
};
