import { START, type AllStreamSubscription, type EventStoreDBClient } from '@eventstore/db-client';
import type { RecordedEvent } from '@guildhall/contracts';
import { CallTimedOut } from '../connection/connection-trouble.js';
import type { LogPosition } from './log-position.js';
import { startsWith } from './log-reader.js';
import { isShown, recordedEvent } from './recorded-event.js';

/** The events since the previous batch. `position` is that of the last event received, shown or not. */
export interface Batch {
  events: RecordedEvent[];
  position: LogPosition | null;
  /** History ends after these events. */
  caughtUp: boolean;
}

/** Most events that wait for the consumer. After that the connection waits; the server drops one that waits too long. */
const queueLimit = 2_000;

const emptyBatch = (): Batch => ({ events: [], position: null, caughtUp: false });

/** One subscription of the client until it breaks. The events received before come first. */
export class SubscriptionFeed {
  private readonly subscription: AllStreamSubscription;
  private readonly timer: NodeJS.Timeout;
  private batches: Batch[] = [];
  private gathering = emptyBatch();
  private queued = 0;
  private received = 0;
  /** Number of events before `caughtUp`; null: not known yet, or already placed. */
  private historyEnds: number | null = null;
  private failure: { error: unknown } | null = null;
  private wake: () => void = () => undefined;

  constructor(
    client: EventStoreDBClient,
    after: LogPosition | null,
    private readonly prefixes: readonly string[] | undefined,
    confirmWithinMs: number,
    onConfirmed: () => void,
  ) {
    const subscription = client.subscribeToAll({ fromPosition: after ?? START });
    this.subscription = subscription;
    this.timer = setTimeout(() => this.fail(new CallTimedOut(confirmWithinMs)), confirmWithinMs);
    subscription.on('confirmation', () => {
      clearTimeout(this.timer);
      onConfirmed();
    });
    subscription.on('error', (error) => this.fail(error));
    subscription.on('end', () => this.fail(new Error('Server Is Not Ready: it ended the subscription')));
    subscription.on('caughtUp', () => this.markEndOfHistory());
    subscription.on('data', ({ event }) => {
      this.received += 1;
      if (event !== undefined) this.add(event);
      if (this.received === this.historyEnds) this.endHistory();
      this.wake();
    });
  }

  /** Waits for the next batch; null: the signal aborted. Throws the subscription's error after its last batch. */
  async next(signal: AbortSignal): Promise<Batch | null> {
    while (!signal.aborted) {
      const ready = this.batches.shift() ?? this.gathered();
      if (ready !== null) {
        this.queued -= ready.events.length;
        if (this.subscription.isPaused() && this.queued < queueLimit / 2) this.subscription.resume();
        return ready;
      }
      if (this.failure !== null) throw this.failure.error;
      await this.woken(signal);
    }
    return null;
  }

  /** Drains the subscription first: the client would hang when it closes with unread events. */
  close(): void {
    clearTimeout(this.timer);
    this.subscription.removeAllListeners('data');
    this.subscription.resume();
    this.subscription.unsubscribe().catch(() => undefined);
  }

  private add(event: NonNullable<Parameters<typeof recordedEvent>[0]>): void {
    this.gathering.position = event.position ?? null;
    if (!isShown(event) || !startsWith(event.streamId, this.prefixes)) return;
    this.gathering.events.push(recordedEvent(event));
    this.queued += 1;
    if (this.queued >= queueLimit) this.subscription.pause();
  }

  /** The client reports the end of history when it decodes it; earlier events may still wait in its buffer. */
  private markEndOfHistory(): void {
    this.historyEnds = this.received + this.subscription.readableLength;
    if (this.received === this.historyEnds) this.endHistory();
    this.wake();
  }

  private endHistory(): void {
    this.historyEnds = null;
    this.gathering.caughtUp = true;
    this.batches.push(this.gathering);
    this.gathering = emptyBatch();
  }

  private gathered(): Batch | null {
    if (this.gathering.position === null) return null;
    const batch = this.gathering;
    this.gathering = emptyBatch();
    return batch;
  }

  private fail(error: unknown): void {
    clearTimeout(this.timer);
    this.failure ??= { error };
    this.wake();
  }

  /** Resolves after the turn of the event loop in which events arrived, so that they form one batch. */
  private woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.wake = () => {
        this.wake = () => undefined;
        setImmediate(done);
      };
      signal.addEventListener('abort', done);
    });
  }
}
