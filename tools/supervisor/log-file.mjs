import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const kept = 3;

/** Starts a new log file when the present one is full; the last three full ones stay beside it as `.1` (newest) to `.3`. */
export class LogFile {
  /**
   * @param {string} path
   * @param {number} maxBytes
   */
  constructor(path, maxBytes = 10 * 1024 * 1024) {
    this.path = path;
    this.maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.size = existsSync(path) ? statSync(path).size : 0;
  }

  /**
   * Adds one line. No failure of the disk, and no lack of descriptors, may take the supervisor down: the line is lost, and
   * the next one is tried again.
   * @param {string} line
   */
  write(line) {
    try {
      if (this.size > 0 && this.size + line.length > this.maxBytes) this.#rotate();
      this.#append(line);
      this.size += Buffer.byteLength(line) + 1;
    } catch {
      // Nothing is left to say it in.
    }
  }

  /** @param {string} line */
  #append(line) {
    const add = () => appendFileSync(this.path, `${line}\n`, { mode: 0o600 });
    try {
      add();
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
      // Somebody took the folder away while Guildhall runs.
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      add();
    }
  }

  #rotate() {
    for (let number = kept; number > 0; number -= 1) {
      const from = number === 1 ? this.path : `${this.path}.${number - 1}`;
      if (existsSync(from)) renameSync(from, `${this.path}.${number}`);
    }
    this.size = 0;
  }
}
