import type { Position, RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '../port.js';
import { nextCheckpoint, type ChainCheckpoint, type ChainRecord } from './chain-record.js';
import { eventText, LogChain } from './log-chain.js';

export interface ChainAuditorOptions {
  store: Pick<EventStore, 'subscribeAll'>;
  record: ChainRecord;
  /** Events between two checkpoints, at most. */
  everyEvents?: number;
  /** Milliseconds from an event to the checkpoint that covers it, at most. */
  everyMs?: number;
  onCheckpoint?: (checkpoint: ChainCheckpoint) => void;
}

/**
 * Writes the chain for a store that has none: follows the log from the last checkpoint and adds checkpoints. Run it in
 * one process at a time, under a lease; a second auditor is noticed and stops.
 */
export class ChainAuditor {
  private readonly options: Required<ChainAuditorOptions>;
  private chain = new LogChain();
  private position: Position | null = null;
  private last: ChainCheckpoint | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(options: ChainAuditorOptions) {
    this.options = { everyEvents: 1_000, everyMs: 10_000, onCheckpoint: () => undefined, ...options };
  }

  /**
   * Runs until the signal aborts, and may then run again. Throws `ChainRecordTaken`, and the errors of store and
   * record.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { store, record, everyMs } = this.options;
    this.resumeAfter(await record.last());
    const lost = new AbortController();
    const after = this.position === null ? {} : { after: this.position };
    const timer = setInterval(() => void this.checkpoint().catch(() => lost.abort()), everyMs);
    try {
      for await (const item of store.subscribeAll({ ...after, signal: AbortSignal.any([signal, lost.signal]) })) {
        if (item.kind === 'events') await this.add(item.events);
        else await this.checkpoint();
      }
    } finally {
      clearInterval(timer);
    }
    await this.writing;
  }

  private resumeAfter(last: ChainCheckpoint | null): void {
    this.last = last;
    this.position = last?.position ?? null;
    this.chain = new LogChain(last ?? undefined);
    this.writing = Promise.resolve();
  }

  private async add(events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) {
      this.chain.add(eventText(event));
      this.position = event.position;
      if (this.chain.count - (this.last?.count ?? 0) >= this.options.everyEvents) await this.checkpoint();
    }
  }

  /** Checkpoints are written one after the other; after a failed one, all fail. */
  private checkpoint(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    if (this.position === null || this.chain.count === this.last?.count) return;
    const next = nextCheckpoint(this.last, this.position, this.chain);
    await this.options.record.append(next);
    this.last = next;
    this.options.onCheckpoint(next);
  }
}
