import type { Ordinal, Position, RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { Injectable } from '@nestjs/common';
import { InjectEventStore } from '../stores/injection.js';
import type { LogFold, LogListener, LogPlace } from './fold.js';
import { FoldSnapshots } from './fold-snapshots.js';
import { FoldTable } from './fold-table.js';
import { LogFolds } from './log-folds.js';

interface Waiter {
  position: Position;
  resolve: () => void;
  reject: (failure: Error) => void;
}

/**
 * Reads the log once, in order, into all folds of this process, and then calls the listeners (live feed, reactors).
 * There is one per platform, so that everything in it speaks of the same position.
 */
@Injectable()
export class LogFollower {
  position: Position | null = null;
  ordinal: Ordinal = 0;
  /** Time of the last event applied. */
  recordedAt: string | null = null;
  /** What stopped it; null while it runs. */
  failure: Error | null = null;
  caughtUp = false;

  private folds: readonly LogFold[] = [];
  private table = new FoldTable([], []);
  private readonly listeners: LogListener[] = [];
  private waiters: Waiter[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    @InjectEventStore() private readonly store: EventStore,
    private readonly snapshots: FoldSnapshots,
    private readonly found: LogFolds,
  ) {}

  /** `listener` gets only what comes after the folds caught up at the start. Returns what ends it. */
  listen(listener: LogListener): () => void {
    this.listeners.push(listener);
    return () => {
      const at = this.listeners.indexOf(listener);
      if (at >= 0) this.listeners.splice(at, 1);
    };
  }

  /** Resolves when every fold has reached the head of the log; rejects when a fold cannot. */
  async start(): Promise<void> {
    this.folds = this.found.all();
    const places = await this.snapshots.restore(this.store.logId, await this.store.head(), this.folds);
    this.table = new FoldTable(this.folds, places);
    this.beginAt(lowest(places));
    await new Promise<void>((resolve, reject) => {
      this.running = this.follow(resolve).catch((error: unknown) => reject(this.fail(error)));
    });
  }

  /** Resolves when everything up to `position` is folded; rejects when a failure stopped the follower before it. */
  reached(position: Position | null): Promise<void> {
    if (position === null || (this.position !== null && this.position >= position)) return Promise.resolve();
    if (this.failure !== null) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => this.waiters.push({ position, resolve, reject }));
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

  private beginAt(place: LogPlace | null): void {
    if (place !== null) ({ position: this.position, ordinal: this.ordinal, recordedAt: this.recordedAt } = place);
  }

  private apply(events: readonly RecordedEvent[]): void {
    const before = { position: this.position, ordinal: this.ordinal };
    for (const event of events) {
      this.ordinal += 1;
      this.table.apply(event, this.ordinal);
      this.position = event.position;
    }
    this.recordedAt = events.at(-1)?.metadata.recordedAt ?? this.recordedAt;
    if (this.caughtUp) for (const listener of this.listeners) listener(events, before);
    this.wake();
  }

  private fail(error: unknown): Error {
    const failure = error instanceof Error ? error : new Error(String(error));
    this.failure = failure;
    for (const waiter of this.waiters.splice(0)) waiter.reject(failure);
    return failure;
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
    if (this.position === null || !this.table.isLevelAt(this.position)) return;
    const { position, ordinal, recordedAt } = this;
    await this.snapshots.save(this.store.logId, { position, ordinal, recordedAt }, this.folds);
  }
}

/** The log is read from there: the fold that knows least begins the reading, the others join at their own places. */
const lowest = (places: readonly (LogPlace | null)[]): LogPlace | null =>
  places.reduce((low, place) => {
    if (low === null || place === null) return null;
    return place.position < low.position ? place : low;
  }, places[0] ?? null);
