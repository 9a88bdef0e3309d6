import type { FileHandle } from 'node:fs/promises';

/**
 * What is in an open file; `size`: how many bytes there were a moment ago. Null: there are more than `limit`, also when
 * somebody goes on writing while it is read: no more than that is ever in memory.
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

/** One byte more than is expected, by which more is noticed. */
const roomFor = (size: number, limit: number): number => Math.min(size, limit) + 1;
