import type { OutputPiece } from '../../../backend-port/backend.js';

const headerBytes = 8;

/**
 * Bytes of an output that the engine hands out in frames: one byte for the stream, three zeros, four for the length
 * (big endian), then as many bytes. `stream`: 1 standard output, 2 standard error; without it both, as they came.
 */
export const unframedOutput = (frames: Buffer, stream?: number): Buffer => {
  const parts: Buffer[] = [];
  for (let at = 0; at + headerBytes <= frames.length;) {
    const length = frames.readUInt32BE(at + 4);
    if (stream === undefined || frames[at] === stream)
      parts.push(frames.subarray(at + headerBytes, at + headerBytes + length));
    at += headerBytes + length;
  }
  return Buffer.concat(parts);
};

/** `after`: offset in bytes, negative counts from the end. */
export const pieceOf = (output: Buffer, after: number, limit: number): OutputPiece => {
  const from = Math.min(output.length, after < 0 ? Math.max(0, output.length + after) : after);
  const to = Math.min(output.length, from + limit);
  return { from, to, text: output.subarray(from, to).toString() };
};

export const emptyPiece: OutputPiece = { from: 0, to: 0, text: '' };
