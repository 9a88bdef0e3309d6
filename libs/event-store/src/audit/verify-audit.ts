import type { Position, RecordedEvent } from '@guildhall/contracts';
import { chainStart } from '../embedded/chain/chain.js';
import { LogCursor } from '../move/log-cursor.js';
import type { EventStore } from '../port.js';
import { isReadable, schemaVersionOf } from '../upcasting/schema-version.js';
import { storedForm } from '../upcasting/upcast-event.js';
import { sealOf, type ChainCheckpoint, type ChainRecord } from './chain-record.js';
import { eventText, LogChain, type ChainValue } from './log-chain.js';

/** The events after one checkpoint, up to and including another, of which some are not as they were audited. */
export interface BadRange {
  /** null: from the start of the log. */
  after: Position | null;
  to: Position;
  /** The same range in numbers of events: `first` to `last`, counted from 1. */
  first: number;
  last: number;
}

export interface AuditVerification extends ChainValue {
  /** Position of the last event; null: the log is empty. */
  position: Position | null;
  checkpoints: number;
  /** Events up to the last matching checkpoint; no checkpoint covers the later ones yet. */
  covered: number;
  /** The first range that does not match; null: all match. */
  badRange: BadRange | null;
  /** Numbers of checkpoints that were themselves changed. */
  badCheckpoints: readonly number[];
}

export interface VerifyAuditOptions {
  store: EventStore;
  record: ChainRecord;
  onProgress?: (count: number) => void;
  /** Called for the first event that this version of Guildhall does not know; the chain is compared all the same. */
  onUnreadable?: (event: RecordedEvent) => void;
}

const pageEvents = 1_000;

/** Reads the whole log again through the port and compares its chain with every checkpoint. */
export const verifyAudit = async (options: VerifyAuditOptions): Promise<AuditVerification> => {
  const { store, record, onProgress, onUnreadable } = options;
  // Read before the head: a log that ends before its newest checkpoint has lost events.
  const newest = await record.last();
  const cursor = new LogCursor(store, (await store.head()).position);
  const audit = new Comparison(checkpointsUpTo(record, newest));
  await audit.begin();
  let finding: RecordedEvent | undefined;
  for (let events = await cursor.next(pageEvents); events.length > 0; events = await cursor.next(pageEvents)) {
    await audit.add(events);
    if (finding === undefined) {
      finding = events.map(storedForm).find((event) => !isReadable(event.type, schemaVersionOf(event)));
      if (finding !== undefined) onUnreadable?.(finding);
    }
    onProgress?.(audit.chain.count);
  }
  return audit.finish();
};

async function* checkpointsUpTo(record: ChainRecord, newest: ChainCheckpoint | null): AsyncGenerator<ChainCheckpoint> {
  if (newest === null) return;
  for await (const checkpoint of record.list()) {
    yield checkpoint;
    if (checkpoint.number >= newest.number) return;
  }
}

interface Match {
  position: Position | null;
  count: number;
}

/** Walks log and checkpoints side by side, holding one of each. */
class Comparison {
  readonly chain = new LogChain();
  private next: ChainCheckpoint | null = null;
  private position: Position | null = null;
  private seen = 0;
  private number = -1;
  private seal = chainStart;
  private matched: Match = { position: null, count: 0 };
  /** Checkpoints since the last match, with the range that the first of them ends. */
  private mismatch: { numbers: number[]; range: BadRange } | null = null;
  private readonly bad: number[] = [];

  constructor(private readonly checkpoints: AsyncGenerator<ChainCheckpoint>) {}

  async begin(): Promise<void> {
    await this.advance();
  }

  async add(events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) {
      this.chain.add(eventText(event));
      this.position = event.position;
      while (this.next !== null && this.next.count <= this.chain.count) {
        this.compare(this.next, event.position);
        await this.advance();
      }
    }
  }

  async finish(): Promise<AuditVerification> {
    for (; this.next !== null; await this.advance()) this.compare(this.next, null);
    return {
      ...this.chain.value,
      position: this.position,
      checkpoints: this.seen,
      covered: this.matched.count,
      badRange: this.mismatch?.range ?? null,
      badCheckpoints: this.bad,
    };
  }

  /**
   * A match after mismatches means that those checkpoints were changed: a change of the log would show in every later
   * link.
   */
  private compare(checkpoint: ChainCheckpoint, position: Position | null): void {
    const { number, count, link } = checkpoint;
    const isMatch = count === this.chain.count && link === this.chain.link && checkpoint.position === position;
    if (isMatch) {
      this.bad.push(...(this.mismatch?.numbers ?? []));
      this.mismatch = null;
      this.matched = { position, count };
    } else {
      this.mismatch ??= { numbers: [], range: this.rangeTo(checkpoint) };
      this.mismatch.numbers.push(number);
    }
  }

  private rangeTo({ position, count }: ChainCheckpoint): BadRange {
    return { after: this.matched.position, to: position, first: this.matched.count + 1, last: count };
  }

  /** Skips to the next checkpoint whose seal is right, and notes the others as bad. */
  private async advance(): Promise<void> {
    for (;;) {
      const { value } = (await this.checkpoints.next()) as IteratorResult<ChainCheckpoint, undefined>;
      this.next = value ?? null;
      if (value === undefined) return;
      const isSealed = value.number === this.number + 1 && value.seal === sealOf(this.seal, value);
      this.seal = value.seal;
      this.number = value.number;
      this.seen += 1;
      if (isSealed) return;
      this.bad.push(value.number);
    }
  }
}
