import type { FileHandle } from 'node:fs/promises';

/**
 * The content of an open file that had `size` bytes a moment ago. Null: it has more than `limit` bytes, also because a
 * writer keeps extending it during the read. Never holds more than that in memory.
 */
export const contentOf = async (file: FileHandle, size: number, limit: number): Promise<Buffer | null> => {
  let content = Buffer.allocUnsafe(roomFor(size, limit));
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(content, length, content.length - length, length);
    length += bytesRead;
    if (bytesRead === 0) return content.subarray(0, length);
    if (length > limit) return null;
    if (length === content.length) content = Buffer.concat([content], roomFor(length * 2, limit));
  }
};

/** One byte more than expected, to notice a longer file. */
const roomFor = (size: number, limit: number): number => Math.min(size, limit) + 1;
