import { isUtf8 } from 'node:buffer';

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte);

/** What the bytes look like, for the sentence that refuses them. */
const looksLike = (bytes: Uint8Array): string => {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return 'UTF-16';
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'a zip archive';
  if (startsWith(bytes, 0x1f, 0x8b)) return 'a gzip archive';
  return bytes.includes(0) ? 'no text' : 'Latin-1 or another encoding';
};

/** Why the bytes are no text that is taken here; null: they are UTF-8, with or without a mark at the beginning. */
export const notUtf8 = (bytes: Uint8Array): string | null =>
  isUtf8(bytes) ? null : `it is not UTF-8 but looks like ${looksLike(bytes)}; save it as UTF-8`;
