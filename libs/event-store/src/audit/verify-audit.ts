import type { Position, RecordedEvent } from '@guildhall/contracts';
import { chainStart } from '../embedded/chain/chain.js';
import { LogCursor } from '../move/log-cursor.js';
import type { EventStore } from '../port.js';
import { isReadable, schemaVersionOf } from '../upcasting/schema-version.js';
import { storedForm } from '../upcasting/upcast-event.js';
import { sealOf, type ChainCheckpoint, type ChainRecord } from './chain-record.js';
import { eventText, LogChain, type ChainValue } from './log-chain.js';

/** Events after one checkpoint, up to and including another: what is stored there is not what was audited. */
export interface BadRange {
  /** null: from the start of the log. */
  after: Position | null;
  to: Position;
  /** The same as counts of events: `first` to `last`, from 1. */
  first: number;
  last: number;
}

export interface AuditVerification extends ChainValue {
  /** Of the last event that was read; null: the log is empty. */
  position: Position | null;
  checkpoints: number;
  /** Events up to the last checkpoint that fits; those behind it nobody has vouched for yet. */
  covered: number;
  /** The first range that does not fit; null: all fit. */
  badRange: BadRange | null;
  /** Numbers of checkpoints that were changed themselves. */
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
  // The checkpoint before the head: a log that is shorter than its checkpoint has lost events.
  const newest = await record.last();
  const cursor = new LogCursor(store, (await store.head()).position);
  const audit = new Comparison(checkpointsUpTo(record, newest));
  await audit.begin();
  let finding: RecordedEvent | undefined;
  for (let events = await cursor.take(pageEvents); events.length > 0; events = await cursor.take(pageEvents)) {
    await audit.take(events);
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

interface Fitting {
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
  private fitting: Fitting = { position: null, count: 0 };
  /** Checkpoints that do not fit since the last that does, with the range that the first of them ends. */
  private unfit: { numbers: number[]; range: BadRange } | null = null;
  private readonly bad: number[] = [];

  constructor(private readonly checkpoints: AsyncGenerator<ChainCheckpoint>) {}

  async begin(): Promise<void> {
    await this.advance();
  }

  async take(events: readonly RecordedEvent[]): Promise<void> {
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
      covered: this.fitting.count,
      badRange: this.unfit?.range ?? null,
      badCheckpoints: this.bad,
    };
  }

  /** Fits: then those before that did not were changed themselves, for their errors would show in every later link. */
  private compare(checkpoint: ChainCheckpoint, position: Position | null): void {
    const { number, count, link } = checkpoint;
    const isFit = count === this.chain.count && link === this.chain.link && checkpoint.position === position;
    if (isFit) {
      this.bad.push(...(this.unfit?.numbers ?? []));
      this.unfit = null;
      this.fitting = { position, count };
    } else {
      this.unfit ??= { numbers: [], range: this.rangeTo(checkpoint) };
      this.unfit.numbers.push(number);
    }
  }

  private rangeTo({ position, count }: ChainCheckpoint): BadRange {
    return { after: this.fitting.position, to: position, first: this.fitting.count + 1, last: count };
  }

  /** On to the next checkpoint that is sealed as it was written; the others would only lead astray. */
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
