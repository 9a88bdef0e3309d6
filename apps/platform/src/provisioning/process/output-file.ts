import { open } from 'node:fs/promises';
import type { OutputPiece } from '../../backend-port/backend.js';

/** `after`: offset in bytes, negative counts from the end. A file that is not there has no output. */
export const readPiece = async (path: string, after: number, limit: number): Promise<OutputPiece> => {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return { from: 0, to: 0, text: '' };
  try {
    const { size } = await file.stat();
    const from = Math.min(size, after < 0 ? Math.max(0, size + after) : after);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(limit, size - from)), 0, null, from);
    return { from, to: from + bytesRead, text: buffer.subarray(0, bytesRead).toString() };
  } finally {
    await file.close();
  }
};
