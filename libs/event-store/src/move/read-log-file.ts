import { LogChain, type ChainValue } from '../audit/log-chain.js';
import { LogFileDamaged } from './errors.js';
import { blockEvents, lineChecksum, parseEvent, parseHeader, parseMark, type Header } from './file-format.js';
import { fileLines } from './file-lines.js';
import type { LogEntry, LogSource } from './log-source.js';
import { requireReadableLine } from './readable.js';

/** A file that was read to its end and found intact. */
export type LogFile = LogSource & { readonly count: number; readonly chain: string };

/**
 * Checks the whole file before any of it is used: every block against its mark, the end, the header, and that this
 * version of Guildhall knows every event. Throws `NotALogFile`, `LogFileDamaged`, `LogFileUnusable`,
 * `UnreadableLogEvent`.
 */
export const openLogFile = (file: string, onProgress?: (count: number) => void): Promise<LogFile> =>
  checkedFile(file, onProgress, (line, number) => requireReadableLine(file, number, line));

/** As `openLogFile`, for a file just exported: it may hold events of a newer version, byte for byte. */
export const readBack = (file: string, onProgress?: (count: number) => void): Promise<LogFile> =>
  checkedFile(file, onProgress, () => undefined);

const checkedFile = async (
  file: string,
  onProgress: (count: number) => void = () => undefined,
  check: (line: string, number: number) => void,
): Promise<LogFile> => {
  const reader = new LogFileReader(file);
  for await (const block of reader.blocks()) {
    const before = reader.chain.count - block.length;
    for (const [index, line] of block.entries()) check(line, before + index + 1);
    onProgress(reader.chain.count);
  }
  const { logId } = reader.requireHeader();
  const { count, link } = reader.chain.value;
  return { name: file, logId, count, chain: link, batches: () => entries(file, { count, link }) };
};

/** Reads the file a second time, and refuses a file that was replaced since. */
async function* entries(file: string, checked: ChainValue): AsyncGenerator<readonly LogEntry[]> {
  const reader = new LogFileReader(file);
  for await (const block of reader.blocks()) {
    const before = reader.chain.count - block.length;
    yield block.map((text, index) => {
      const event = parseEvent(text);
      if (event === null) throw new LogFileDamaged(file, before + index, `event ${before + index + 1} is not an event`);
      return { event, text };
    });
  }
  if (reader.chain.link !== checked.link) throw new LogFileDamaged(file, 0, 'it was replaced during the import');
}

/** Reads a file once and yields its blocks, each after checking its mark. */
class LogFileReader {
  readonly chain = new LogChain();
  private header: Header | null = null;
  private checksum = '';
  private block: string[] = [];
  private isEnded = false;

  constructor(private readonly file: string) {}

  requireHeader(): Header {
    return this.header ?? parseHeader(this.file, '');
  }

  async *blocks(): AsyncGenerator<readonly string[]> {
    for await (const lines of fileLines(this.file)) {
      for (const line of lines) {
        const block = this.addLine(line);
        if (block !== null && block.length > 0) yield block;
      }
    }
    this.requireHeader();
    if (!this.isEnded) throw this.damage('its end is missing');
  }

  /** The block that this line closes; null: none. */
  private addLine(line: string): readonly string[] | null {
    if (this.header === null) {
      this.header = parseHeader(this.file, line);
      this.checksum = lineChecksum(line);
      return null;
    }
    if (this.isEnded) throw this.damage('there is data after its end');
    if (line.startsWith('[')) {
      if (this.block.push(line) > blockEvents) throw this.damage('a mark is missing');
      return null;
    }
    return this.close(line);
  }

  private close(line: string): readonly string[] {
    const next = new LogChain(this.chain.value);
    for (const text of this.block) next.add(text);
    const mark = parseMark(line);
    if (mark === null || mark.count !== next.count || mark.chain !== next.link)
      throw this.damage('the next events do not match its chain');
    if ('end' in mark) this.end(mark.header, next.count);
    const block = this.block;
    this.block = [];
    this.chain.count = next.count;
    this.chain.link = next.link;
    return block;
  }

  private end(header: string, count: number): void {
    const announced = this.requireHeader().count;
    if (header !== this.checksum) throw this.damage('its first line was changed');
    if (announced !== null && announced !== count) throw this.damage(`it announces ${announced} events`);
    this.isEnded = true;
  }

  /** The blocks before the damage are known to be right. */
  private damage(reason: string): LogFileDamaged {
    const { count } = this.chain;
    const where = count === 0 ? 'within its first events' : `after event ${count}`;
    return new LogFileDamaged(this.file, count, `${where}, ${reason}`);
  }
}
