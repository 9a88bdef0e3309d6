import type { NewEvent, RecordedEvent } from '@guildhall/contracts';
import { WrongExpectedRevision } from '../errors.js';
import type { EventStore } from '../port.js';
import { ChainRecordTaken, parseCheckpoint, type ChainCheckpoint, type ChainRecord } from './chain-record.js';

const eventType = 'ChainCheckpointWritten';
const pageEvents = 500;

/**
 * Checkpoints in a stream of the audited store itself. The store must keep that stream out of `readAll` and
 * `subscribeAll`, or the audit would become part of the audited log.
 */
export class StreamChainRecord implements ChainRecord {
  constructor(
    private readonly store: Pick<EventStore, 'append' | 'readStream'>,
    private readonly stream: string,
    private readonly now: () => string = () => new Date().toISOString(),
  ) {}

  async last(): Promise<ChainCheckpoint | null> {
    const [event] = await this.store.readStream(this.stream, { direction: 'backwards', limit: 1 });
    return event === undefined ? null : this.parse(event);
  }

  async append(checkpoint: ChainCheckpoint): Promise<void> {
    const { number } = checkpoint;
    try {
      await this.store.append(this.stream, [this.event(checkpoint)], number === 0 ? 'none' : number - 1);
    } catch (error) {
      throw error instanceof WrongExpectedRevision ? new ChainRecordTaken(number) : error;
    }
  }

  async *list(): AsyncGenerator<ChainCheckpoint> {
    let after = -1;
    for (;;) {
      const read = after === -1 ? {} : { after };
      const events = await this.store.readStream(this.stream, { ...read, direction: 'forwards', limit: pageEvents });
      for (const event of events) yield this.parse(event);
      if (events.length < pageEvents) return;
      after = events.at(-1)?.revision ?? after;
    }
  }

  private parse({ data, revision }: RecordedEvent): ChainCheckpoint {
    return parseCheckpoint(data, `event ${revision} of ${this.stream}`);
  }

  private event(checkpoint: ChainCheckpoint): NewEvent {
    const id = uuidOf(checkpoint.seal);
    const now = this.now();
    return {
      id,
      type: eventType,
      data: { ...checkpoint },
      metadata: {
        schemaVersion: 1,
        commandId: id,
        commandDigest: '',
        recordedAt: now,
        $correlationId: id,
        $causationId: id,
        actor: { kind: 'system', id: 'chain-auditor' },
        org: '',
        hop: 0,
        occurredAt: now,
      },
    };
  }
}

/** The same checkpoint has the same id (UUID version 8), so writing it twice stores it once. */
const uuidOf = (seal: string): string =>
  `${seal.slice(0, 8)}-${seal.slice(8, 12)}-8${seal.slice(13, 16)}-8${seal.slice(17, 20)}-${seal.slice(20, 32)}`;
