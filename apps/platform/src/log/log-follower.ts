import type { Ordinal, Position, RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import type { LogFold, LogListener } from './log-fold.js';
import type { FollowerSnapshots } from './follower-snapshots.js';

interface Waiter {
  position: Position;
  resolve: () => void;
}

/**
 * Reads the log once, in order, into all folds of this process, and then tells the listeners (live feed, reactors).
 * There is one per platform, so that everything in it speaks of the same position.
 */
export class LogFollower {
  position: Position | null = null;
  ordinal: Ordinal = 0;
  /** Time of the last event applied. */
  recordedAt: string | null = null;
  /** What stopped it; null while it runs. */
  failure: Error | null = null;
  caughtUp = false;

  private readonly folds: LogFold[] = [];
  private readonly listeners: LogListener[] = [];
  private waiters: Waiter[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly snapshots: FollowerSnapshots,
  ) {}

  add(fold: LogFold): void {
    this.folds.push(fold);
  }

  /** `listener` hears only what comes after the folds caught up at the start. */
  listen(listener: LogListener): () => void {
    this.listeners.push(listener);
    return () => {
      const at = this.listeners.indexOf(listener);
      if (at >= 0) this.listeners.splice(at, 1);
    };
  }

  /** Resolves when every fold has reached the head of the log; rejects when a fold cannot. */
  async start(): Promise<void> {
    const restored = await this.snapshots.load(this.store.logId, await this.store.head(), this.folds);
    if (restored !== null) ({ position: this.position, ordinal: this.ordinal, recordedAt: this.recordedAt } = restored);
    await new Promise<void>((resolve, reject) => {
      this.running = this.follow(resolve).catch((error: unknown) => {
        this.failure = error instanceof Error ? error : new Error(String(error));
        reject(this.failure);
      });
    });
  }

  /** Resolves when everything up to `position` is folded. */
  reached(position: Position | null): Promise<void> {
    if (position === null || (this.position !== null && this.position >= position)) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ position, resolve }));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    if (this.failure === null) await this.saveSnapshot();
  }

  private async follow(caughtUp: () => void): Promise<void> {
    const after = this.position === null ? {} : { after: this.position };
    for await (const item of this.store.subscribeAll({ ...after, signal: this.stopping.signal })) {
      if (item.kind === 'events') {
        this.apply(item.events);
        if (this.snapshots.due(this.ordinal)) await this.saveSnapshot();
      } else if (!this.caughtUp) {
        this.caughtUp = true;
        caughtUp();
      }
    }
  }

  private apply(events: readonly RecordedEvent[]): void {
    const before = { position: this.position, ordinal: this.ordinal };
    for (const event of events) {
      this.ordinal += 1;
      for (const fold of this.folds) fold.apply(event, this.ordinal);
      this.position = event.position;
    }
    this.recordedAt = events.at(-1)?.metadata.recordedAt ?? this.recordedAt;
    if (this.caughtUp) for (const listener of this.listeners) listener(events, before);
    this.wake();
  }

  private wake(): void {
    if (this.waiters.length === 0 || this.position === null) return;
    const reached = this.position;
    const due = this.waiters.filter((waiter) => waiter.position <= reached);
    if (due.length === 0) return;
    this.waiters = this.waiters.filter((waiter) => waiter.position > reached);
    for (const waiter of due) waiter.resolve();
  }

  private async saveSnapshot(): Promise<void> {
    if (this.position === null) return;
    const { position, ordinal, recordedAt } = this;
    await this.snapshots.save(this.store.logId, { position, ordinal, recordedAt }, this.folds);
  }
}
