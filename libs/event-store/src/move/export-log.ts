import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { LogChain, type ChainValue } from '../audit/log-chain.js';
import { LogFileDamaged, LogFileUnusable, MoveStopped, type UnreadableLogEvent } from './errors.js';
import { endLine, headerLine, markLine } from './file-format.js';
import { isCompressed } from './file-lines.js';
import type { LogSource } from './log-source.js';
import { readBack } from './read-log-file.js';
import { unreadable } from './readable.js';

export type ExportStep = 'written' | 'verified';

export interface ExportOptions {
  /** Called after each block with the number of events that the step has finished. */
  onProgress?: (step: ExportStep, count: number) => void;
  /** Called for the first event that this version of Guildhall does not know. Its bytes are exported as they are. */
  onUnreadable?: (finding: UnreadableLogEvent) => void;
  signal?: AbortSignal;
}

/**
 * Writes a whole log to one file (compressed if its name ends in `.gz`) and reads it back. Until then the file is called
 * `<file>.part`, which the next run overwrites. Throws `LogFileUnusable`, `MoveStopped`, and the errors of the source.
 */
export const exportLog = async (source: LogSource, file: string, options: ExportOptions = {}): Promise<ChainValue> => {
  const { onProgress = () => undefined } = options;
  const part = isCompressed(file) ? `${file.slice(0, -'.gz'.length)}.part.gz` : `${file}.part`;
  const chain = new LogChain();
  try {
    await write(part, lines(source, chain, options));
    const written = await readBack(part, (count) => onProgress('verified', count));
    if (written.chain !== chain.link) throw new LogFileDamaged(part, 0, 'it differs from what was written');
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw isSystemError(error) ? new LogFileUnusable(file, 'written', error) : error;
  }
  return chain.value;
};

async function* lines(source: LogSource, chain: LogChain, options: ExportOptions): AsyncGenerator<string> {
  const { onProgress, onUnreadable, signal } = options;
  const header = headerLine(source.logId, source.count);
  let finding: UnreadableLogEvent | null = null;
  yield `${header}\n`;
  for await (const batch of source.batches()) {
    if (signal?.aborted === true) throw new MoveStopped();
    for (const { event, text } of batch) {
      chain.add(text);
      if (finding !== null) continue;
      finding = unreadable(source.name, chain.count, event);
      if (finding !== null) onUnreadable?.(finding);
    }
    yield `${batch.map(({ text }) => text).join('\n')}\n${markLine(chain.value)}\n`;
    onProgress?.('written', chain.count);
  }
  yield `${endLine(chain.value, header)}\n`;
}

const write = (file: string, content: AsyncGenerator<string>): Promise<void> => {
  const to = createWriteStream(file, { mode: 0o600, flush: true });
  const from = Readable.from(content, { objectMode: false });
  return isCompressed(file) ? pipeline(from, createGzip(), to) : pipeline(from, to);
};

const isSystemError = (error: unknown): boolean => typeof (error as { syscall?: unknown }).syscall === 'string';
