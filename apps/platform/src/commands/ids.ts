import { createHash, randomFillSync } from 'node:crypto';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';

/** Namespace of every id that Guildhall derives. */
const namespace = 'a3a1f6a4-3c0a-5d0c-9a55-6c1d54b6a5f3';

/** The same parts give the same UUID, on every replica and after every restart. */
export const derivedId = (...parts: readonly (string | number)[]): string => uuidv5(parts.join('\n'), namespace);

/** Random bytes are drawn for many ids at once: a draw costs as much as twenty ids. */
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

const random16 = (): Uint8Array => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
};

/** UUIDv7: sorts by the time it was made. */
export const newId = (): string => uuidv7({ random: random16() });

const namespaceBytes = Buffer.from(namespace.replaceAll('-', ''), 'hex');

/** UUIDv5 of (stream, commandId, index): hot path, so without the library's string handling. */
export const eventId = (stream: string, commandId: string, index: number): string => {
  const hex = createHash('sha1').update(namespaceBytes).update(`${stream}\n${commandId}\n${index}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
