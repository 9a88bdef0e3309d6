import { ChainAuditor, type ChainRecord, type EventStore } from '@guildhall/event-store';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { InjectLogger, InjectStores } from '../stores/injection.js';
import type { Stores } from '../stores/stores.js';
import { LeasedReactor, type Reactor } from '../reactors/reactor.js';

const pauseMs = 2_000;

/** Writes the audit chain of a log that has none of its own, in one platform at a time. */
@LeasedReactor()
@Injectable()
export class AuditReactor implements Reactor {
  readonly name = 'audit';
  readonly after = ['messages'] as const;
  private stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  private readonly store: EventStore;
  private readonly record: ChainRecord | null;

  constructor(
    @InjectStores() { events, auditRecord }: Pick<Stores, 'events' | 'auditRecord'>,
    @InjectLogger() private readonly log: Logger,
  ) {
    this.store = events;
    this.record = auditRecord;
  }

  start(): void {
    if (this.record === null) return;
    this.stopping = new AbortController();
    this.running = this.audit(this.record, this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** From the last checkpoint on; another auditor or a store that is away only makes it begin again. */
  private async audit(record: ChainRecord, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await new ChainAuditor({ store: this.store, record }).run(signal);
      } catch (error) {
        this.log.warn({ err: error }, 'the audit of the log was interrupted; it resumes from its last checkpoint');
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
