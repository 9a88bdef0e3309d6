import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { StoreDamaged } from '../errors.js';
import type { StoreHealth } from '../port.js';
import { damageSentence, untouched, verifyChain, type TrustedMark } from './chain-verifier.js';
import { positionOf } from './schema.js';
import type { VerifyReport } from './verify.worker.js';

const saveEveryMs = 5_000;

/**
 * Watches that the log is what was written: the tail since the last trusted mark is checked before anything is
 * accepted, everything before it in the background. A finding stops writing for good.
 */
export class Integrity {
  private damage: StoreHealth['damage'] = null;
  private verifiedTo = 0;
  private mark: TrustedMark = untouched;
  private readonly db: DatabaseSync;
  private worker: Worker | null = null;
  private readonly saving: NodeJS.Timeout;

  constructor(
    private readonly directory: string,
    private readonly file: string,
    private readonly onDamage: (sentence: string) => void,
  ) {
    this.db = new DatabaseSync(file, { readOnly: true });
    this.saving = setInterval(() => this.save(), saveEveryMs).unref();
  }

  health(): StoreHealth {
    const verifiedTo = this.verifiedTo === 0 ? null : positionOf(this.verifiedTo);
    return { writable: this.damage === null, damage: this.damage, verifiedTo };
  }

  /** Throws when the log is known to be damaged. */
  requireWhole(): void {
    if (this.damage !== null) throw new StoreDamaged(this.damage.position, this.damage.sentence);
  }

  /** Checks the tail now and the rest in the background. */
  start(): void {
    const trusted = this.trusted();
    const { mark, damagedAt } = verifyChain(this.db, trusted);
    this.mark = mark;
    if (damagedAt !== null) return this.found(damagedAt);
    if (trusted.number === 0) this.verifiedTo = mark.number;
    else this.verifyBefore(trusted.number);
  }

  close(): void {
    clearInterval(this.saving);
    void this.worker?.terminate();
    this.save();
    this.db.close();
  }

  private verifyBefore(to: number): void {
    const beside = new URL('./verify.worker.js', import.meta.url);
    const built = existsSync(fileURLToPath(beside))
      ? beside
      : new URL('../../dist/embedded/verify.worker.js', import.meta.url);
    this.worker = new Worker(built, { workerData: { file: this.file, to }, execArgv: [] });
    this.worker.unref();
    this.worker.on('message', ({ verifiedTo, damagedAt }: VerifyReport) => {
      this.verifiedTo = verifiedTo;
      if (damagedAt !== null) this.found(damagedAt);
    });
  }

  private found(position: string): void {
    const sentence = damageSentence(position);
    this.damage = { position, sentence };
    this.onDamage(sentence);
  }

  /** The mark of the last run, when the log still has that link there. */
  private trusted(): TrustedMark {
    try {
      const { number, link } = JSON.parse(readFileSync(this.markFile, 'utf8')) as { number: number; link: string };
      const row = this.db.prepare('SELECT hash FROM events WHERE position = ?').get(number);
      const stored = Buffer.from((row?.['hash'] as Uint8Array | undefined) ?? []).toString('hex');
      return stored === link ? { number, link: Buffer.from(link, 'hex') } : untouched;
    } catch {
      return untouched;
    }
  }

  /** What this process wrote itself was chained as it was written. */
  private save(): void {
    if (this.damage !== null) return;
    const last = this.db.prepare('SELECT position, hash FROM events ORDER BY position DESC LIMIT 1').get();
    if (last === undefined || last['position'] === this.mark.number) return;
    this.mark = { number: Number(last['position']), link: last['hash'] as Uint8Array };
    const file = openSync(`${this.markFile}.new`, 'w', 0o600);
    writeSync(file, JSON.stringify({ number: this.mark.number, link: Buffer.from(this.mark.link).toString('hex') }));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${this.markFile}.new`, this.markFile);
  }

  private get markFile(): string {
    return join(this.directory, 'trusted.json');
  }
}
