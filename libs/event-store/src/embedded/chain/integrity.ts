import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { LogNotAsLeft, StoreDamaged } from '../../errors.js';
import type { StoreHealth } from '../../port.js';
import { builtWorker } from '../built-worker.js';
import { damageSentence, storedMark, untouched, verifyChain, type TrustedMark } from './chain-verifier.js';
import { MarkFile } from './mark-file.js';
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
  private readonly markFile: MarkFile;

  constructor(
    directory: string,
    private readonly file: string,
    private readonly onDamage: (sentence: string) => void,
  ) {
    this.markFile = new MarkFile(join(directory, 'trusted.json'));
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

  /**
   * Checks the tail now and the rest in the background. Throws `LogNotAsLeft` for a log that ends before the mark, or
   * holds something else there; `isRestored`: it was put back from a backup on purpose, and is checked as a whole.
   */
  start(isRestored: boolean): void {
    const left = this.markFile.read();
    const stored = left === null ? null : storedMark(this.db, left.number);
    const isAsLeft = left === null || stored?.link === left.link;
    const { mark, damagedAt } = verifyChain(this.db, isAsLeft ? (stored ?? untouched) : untouched);
    this.mark = mark;
    if (damagedAt !== null) return this.reportDamage(damagedAt);
    if (left !== null && !isAsLeft && !isRestored) throw new LogNotAsLeft(left.number, mark.number);
    if (stored === null || !isAsLeft) this.verifiedTo = mark.number;
    else this.verifyBefore(stored.number);
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

  /**
   * Trusts the head: this process chained those events as it wrote them. The mark only spares the next start some work, so a
   * disk without room or a system without descriptors must not end the process; the next turn tries again.
   */
  private save(): void {
    if (this.damage !== null) return;
    try {
      const head = this.db.prepare('SELECT max(position) AS head FROM events').get()?.['head'];
      const mark = storedMark(this.db, Number(head ?? 0));
      if (mark === null || mark.number === this.mark.number) return;
      this.markFile.write(mark);
      this.mark = mark;
    } catch {
      // The earlier mark stays.
    }
  }
}
