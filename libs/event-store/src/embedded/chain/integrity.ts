import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { StoreDamaged } from '../../errors.js';
import type { StoreHealth } from '../../port.js';
import { builtWorker } from '../built-worker.js';
import { damageSentence, storedMark, untouched, verifyChain, type TrustedMark } from './chain-verifier.js';
import { positionOf } from '../schema.js';
import type { VerifyPart, VerifyReport } from './verify.worker.js';
import { openLog } from '../open-log.js';

const saveEveryMs = 5_000;
/** Pause between two parts of the background check, in milliseconds. */
const pauseMs = 40;

/**
 * Checks that the log is as it was written: the tail since the last trusted mark before the store accepts anything, the
 * rest in the background. A finding stops writing for good.
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
    this.db = openLog(file, { readOnly: true });
    this.saving = setInterval(() => this.save(), saveEveryMs).unref();
  }

  health(): StoreHealth {
    const verifiedTo = this.verifiedTo === 0 ? null : positionOf(this.verifiedTo);
    return { writable: this.damage === null, damage: this.damage, verifiedTo };
  }

  /** Throws `StoreDamaged` once damage is known. */
  requireIntact(): void {
    if (this.damage !== null) throw new StoreDamaged(this.damage.position, this.damage.sentence);
  }

  /** Checks the tail now and the rest in the background. */
  start(): void {
    const trusted = this.trusted();
    const { mark, damagedAt } = verifyChain(this.db, trusted);
    this.mark = mark;
    if (damagedAt !== null) return this.reportDamage(damagedAt);
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
    const part: VerifyPart = { file: this.file, from: untouched, to, pauseMs };
    this.worker = new Worker(builtWorker('chain/verify'), { workerData: part, execArgv: [] });
    this.worker.unref();
    this.worker.on('message', ({ mark, damagedAt }: VerifyReport) => {
      this.verifiedTo = mark.number;
      if (damagedAt !== null) this.reportDamage(damagedAt);
    });
  }

  private reportDamage(position: string): void {
    const sentence = damageSentence(position);
    this.damage = { position, sentence };
    this.onDamage(sentence);
  }

  /** The mark that the last run saved, if the log still has that link there. */
  private trusted(): TrustedMark {
    try {
      const { number, link } = JSON.parse(readFileSync(this.markFile, 'utf8')) as TrustedMark;
      const stored = storedMark(this.db, number);
      return stored?.link === link ? stored : untouched;
    } catch {
      return untouched;
    }
  }

  /** Trusts the head: this process chained those events as it wrote them. */
  private save(): void {
    if (this.damage !== null) return;
    const head = this.db.prepare('SELECT max(position) AS head FROM events').get()?.['head'];
    const mark = storedMark(this.db, Number(head ?? 0));
    if (mark === null || mark.number === this.mark.number) return;
    this.mark = mark;
    const file = openSync(`${this.markFile}.new`, 'w', 0o600);
    writeSync(file, JSON.stringify(mark));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${this.markFile}.new`, this.markFile);
  }

  private get markFile(): string {
    return join(this.directory, 'trusted.json');
  }
}
