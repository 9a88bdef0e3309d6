import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { LogFileDamaged, LogFileUnusable, NotALogFile } from './errors.js';

/** Most characters of a line. An event has at most 64 KiB of JSON; the rest of its line is short. */
const maxLine = 1_024 * 1_024;
const chunkBytes = 256 * 1_024;

export const isCompressed = (file: string): boolean => file.endsWith('.gz');

/** Reads the lines of a file, a chunk at a time. Throws `LogFileUnusable`, `NotALogFile`, `LogFileDamaged`. */
export async function* fileLines(file: string): AsyncGenerator<string[]> {
  let rest = '';
  let seen = 0;
  try {
    for await (const chunk of textOf(file)) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > maxLine) throw new NotALogFile(file, `line ${seen + lines.length + 1} is too long`);
      seen += lines.length;
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    throw fileError(file, error, seen);
  }
  if (rest !== '') yield [rest];
}

async function* textOf(file: string): AsyncGenerator<string> {
  const bytes = createReadStream(file, { highWaterMark: chunkBytes });
  const text = isCompressed(file) ? bytes.pipe(createGunzip({ chunkSize: chunkBytes })) : bytes;
  if (text !== bytes) bytes.on('error', (error) => text.destroy(error));
  text.setEncoding('utf8');
  try {
    for await (const chunk of text) yield chunk as string;
  } finally {
    bytes.destroy();
  }
}

const fileError = (file: string, error: unknown, lines: number): unknown => {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === 'Z_BUF_ERROR')
    return new LogFileDamaged(file, 0, `it ends within its compressed data, after line ${lines}`);
  if (code === 'Z_DATA_ERROR' && message === 'incorrect header check')
    return new NotALogFile(file, 'it is not compressed');
  if (code.startsWith('Z_')) return new LogFileDamaged(file, 0, `its compressed data was changed, after line ${lines}`);
  const isSystem = typeof (error as { syscall?: unknown }).syscall === 'string';
  return isSystem ? new LogFileUnusable(file, 'read', error) : error;
};
