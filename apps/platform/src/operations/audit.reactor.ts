import { ChainAuditor, type ChainRecord, type EventStore } from '@guildhall/event-store';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Reactor } from '../reactors/leased-reactors.js';

const pauseMs = 2_000;

/** Writes the audit chain of a log that has none of its own, in one platform at a time. */
export class AuditReactor implements Reactor {
  readonly name = 'audit';
  private stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly record: ChainRecord,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.stopping = new AbortController();
    this.running = this.audit(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** From the last checkpoint on; another auditor or a store that is away only makes it begin again. */
  private async audit(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await new ChainAuditor({ store: this.store, record: this.record }).run(signal);
      } catch (error) {
        this.log.warn({ err: error }, 'the audit of the log was interrupted; it goes on from its last checkpoint');
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
