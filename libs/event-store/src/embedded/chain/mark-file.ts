import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { TrustedMark } from './chain-verifier.js';

/** Keeps beside the log how far it was known to be right, so that the next start checks only what is newer. */
export class MarkFile {
  constructor(private readonly file: string) {}

  /** The mark that the last run saved; null: none, or none that can be read. */
  read(): TrustedMark | null {
    try {
      const { number, link } = JSON.parse(readFileSync(this.file, 'utf8')) as TrustedMark;
      return Number.isSafeInteger(number) && number > 0 && typeof link === 'string' ? { number, link } : null;
    } catch {
      return null;
    }
  }

  /** Throws the system's error; the earlier mark stays then. */
  write(mark: TrustedMark): void {
    const file = openSync(`${this.file}.new`, 'w', 0o600);
    try {
      writeSync(file, JSON.stringify(mark));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${this.file}.new`, this.file);
  }
}
