import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import {
  ChainRecordDamaged,
  ChainRecordTaken,
  parseCheckpoint,
  type ChainCheckpoint,
  type ChainRecord,
} from './chain-record.js';

/**
 * Checkpoints as lines of a file. Kept apart from the store, they also reveal that the whole store was replaced. One
 * file for each log. A line that a crash cut off does not count; the next one replaces it.
 */
export class FileChainRecord implements ChainRecord {
  private newest: ChainCheckpoint | null = null;
  /** Where the last whole line ends, in bytes. */
  private end: number;

  private constructor(
    private readonly file: string,
    private readonly start: number,
  ) {
    this.end = start;
  }

  /** Creates the file if it is missing. Throws `ChainRecordDamaged` if it belongs to another log. */
  static async open(file: string, logId: string): Promise<FileChainRecord> {
    const header = Buffer.from(`${JSON.stringify({ format: 'guildhall-chain', version: 1, logId })}\n`);
    const handle = await open(file, 'a+', 0o600);
    try {
      const found = await readFrom(handle, 0, header.length);
      if (found.length === 0) {
        await handle.write(header);
        await handle.sync();
      } else if (!found.equals(header)) throw new ChainRecordDamaged(`${file} belongs to another log; its content`);
    } finally {
      await handle.close();
    }
    return new FileChainRecord(file, header.length);
  }

  last(): Promise<ChainCheckpoint | null> {
    return this.within('r', async (handle) => this.newestIn(handle));
  }

  append(checkpoint: ChainCheckpoint): Promise<void> {
    return this.within('r+', async (handle) => {
      const newest = await this.newestIn(handle);
      if (newest?.seal === checkpoint.seal) return;
      if (checkpoint.number !== (newest?.number ?? -1) + 1) throw new ChainRecordTaken(checkpoint.number);
      const line = Buffer.from(`${JSON.stringify(checkpoint)}\n`);
      await handle.truncate(this.end);
      await handle.write(line, 0, line.length, this.end);
      await handle.sync();
    });
  }

  async *list(): AsyncGenerator<ChainCheckpoint> {
    await this.last();
    if (this.end === this.start) return;
    const bytes = createReadStream(this.file, { start: this.start, end: this.end - 1 });
    let number = 0;
    for await (const line of createInterface({ input: bytes })) yield this.parse(line, number++);
  }

  /** Reads the lines added since the last call. */
  private async newestIn(handle: FileHandle): Promise<ChainCheckpoint | null> {
    const { size } = await handle.stat();
    const text = (await readFrom(handle, this.end, size - this.end)).toString('latin1');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const line = whole.trimEnd().split('\n').at(-1);
    if (line !== undefined && line !== '') this.newest = this.parse(line, null);
    this.end += whole.length;
    return this.newest;
  }

  private parse(line: string, number: number | null): ChainCheckpoint {
    const where = number === null ? `the last line of ${this.file}` : `line ${number + 2} of ${this.file}`;
    try {
      return parseCheckpoint(JSON.parse(line), where);
    } catch {
      throw new ChainRecordDamaged(where);
    }
  }

  private async within<T>(flags: 'r' | 'r+', action: (handle: FileHandle) => Promise<T>): Promise<T> {
    const handle = await open(this.file, flags);
    try {
      return await action(handle);
    } finally {
      await handle.close();
    }
  }
}

const readFrom = async (handle: FileHandle, position: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = bytes.length === 0 ? { bytesRead: 0 } : await handle.read(bytes, 0, bytes.length, position);
  return bytes.subarray(0, bytesRead);
};
