import {
  millisecondsOf,
  type EventsFrame,
  type LiveAnswer,
  type Ordinal,
  type Position,
  type ProblemBody,
  type SnapshotFrame,
  type TelemetryFrame,
} from '@guildhall/contracts';
import type { FollowedScope } from './followed-scope.js';
import type { LiveSocket } from './live-socket.js';
import type { LiveState } from './live-state.js';

export interface LiveHandlers {
  /** Start again from this: what was folded before is void. */
  snapshot(frame: SnapshotFrame): void;
  /** The next events without gap or repeat. When it throws, a fresh snapshot is asked for. */
  events(frame: EventsFrame): void;
  state?(state: LiveState): void;
  /** Lossy by design, never part of the fold. */
  telemetry?(frame: TelemetryFrame): void;
  /** The platform refused or ended the subscription; it is tried again by itself. */
  problem?(problem: ProblemBody): void;
  /** A handler threw; it is tried again from a fresh snapshot. */
  failed?(error: unknown): void;
}

/** Clock and timers, so that tests need no waiting. */
export interface LiveClock {
  now(): number;
  /** Calls back once after `ms`; the result cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const livePolicy = { answerMs: 10_000, firstRetryMs: 250, longestRetryMs: 10_000, freshAfter: 3 } as const;

export const retryDelayMs = (failures: number): number =>
  Math.min(livePolicy.firstRetryMs * 2 ** Math.max(0, failures - 1), livePolicy.longestRetryMs);

/** Follows one scope over any number of connections. */
export class Subscription {
  private phase: 'down' | 'subscribing' | 'following' | 'waiting' = 'down';
  private attempt = 0;
  private failures = 0;
  private head: Ordinal = 0;
  private lagMs = 0;
  private since: number;
  private problem: ProblemBody | null = null;
  private cancelTimer: () => void = () => undefined;

  constructor(
    private readonly scope: FollowedScope,
    private readonly handlers: LiveHandlers,
    private readonly socket: LiveSocket,
    private readonly clock: LiveClock,
    private readonly headOrdinal: (() => Promise<Ordinal>) | undefined,
  ) {
    this.since = clock.now();
  }

  /** The connection stands: continues after what has been applied. */
  open(): void {
    this.cancelTimer();
    this.phase = 'subscribing';
    const attempt = (this.attempt += 1);
    this.cancelTimer = this.clock.after(livePolicy.answerMs, () => this.again());
    this.report();
    this.askHead(attempt);
    this.socket.emit('subscribe', this.scope.request(), (answer) => {
      if (attempt === this.attempt) this.answered(answer);
    });
  }

  /** The connection is gone; nothing that was sent before counts any more. */
  down(problem: ProblemBody | null): void {
    this.cancelTimer();
    this.attempt += 1;
    if (this.phase !== 'down') this.since = this.clock.now();
    this.phase = 'down';
    this.problem = problem;
    this.report();
  }

  close(): void {
    this.cancelTimer();
    this.attempt += 1;
    if (this.socket.connected) this.socket.emit('unsubscribe', { sub: this.scope.sub });
  }

  snapshot(frame: SnapshotFrame): void {
    if (this.phase === 'down') return;
    if (!this.isApplied(() => this.handlers.snapshot(frame))) return;
    this.scope.startFrom(frame);
    this.advanced(frame.position, 0);
  }

  events(frame: EventsFrame): void {
    if (this.phase === 'down' || this.phase === 'waiting') return;
    if (!this.scope.isContinuedBy(frame)) {
      // While a new subscription is not answered yet, this may be a late frame of the one before.
      if (this.phase === 'following') this.again();
      return;
    }
    const newest = frame.items.at(-1);
    const lagMs = newest === undefined ? 0 : Math.max(0, this.clock.now() - millisecondsOf(newest.recordedAt));
    if (!this.isApplied(() => this.handlers.events(frame))) return;
    this.scope.advanceTo(frame);
    this.advanced(frame.to, lagMs);
  }

  refused(problem: ProblemBody): void {
    this.handlers.problem?.(problem);
    this.again(problem);
  }

  telemetry(frame: TelemetryFrame): void {
    this.handlers.telemetry?.(frame);
  }

  private answered(answer: LiveAnswer): void {
    if (!answer.ok) return this.refused(answer.error);
    this.cancelTimer();
    this.phase = 'following';
    this.report();
  }

  /** False: the handler threw, and the subscription starts over from a snapshot. */
  private isApplied(apply: () => void): boolean {
    try {
      apply();
      return true;
    } catch (error) {
      this.scope.forget();
      this.handlers.failed?.(error);
      this.again();
      return false;
    }
  }

  private advanced(to: Position, lagMs: number): void {
    this.lagMs = lagMs;
    this.failures = 0;
    this.problem = null;
    this.socket.emit('ack', { sub: this.scope.sub, to });
    this.report();
  }

  /** Subscribes again: the first time at once, then after growing pauses, in the end from a snapshot. */
  private again(problem: ProblemBody | null = null): void {
    this.cancelTimer();
    this.failures += 1;
    if (this.failures >= livePolicy.freshAfter) this.scope.forget();
    if (this.failures === 1 && problem === null && this.scope.ordinal !== null) return this.open();
    if (this.phase !== 'waiting') this.since = this.clock.now();
    this.phase = 'waiting';
    this.attempt += 1;
    this.problem = problem;
    this.cancelTimer = this.clock.after(retryDelayMs(this.failures), () => this.open());
    this.report();
  }

  private askHead(attempt: number): void {
    this.headOrdinal?.().then(
      (head) => {
        if (attempt !== this.attempt) return;
        this.head = head;
        this.report();
      },
      // The number only explains how far behind it is; without it that stays unknown.
      () => undefined,
    );
  }

  private report(): void {
    this.handlers.state?.(this.state());
  }

  private state(): LiveState {
    if (this.phase === 'down' || this.phase === 'waiting') {
      return { kind: 'reconnecting', since: this.since, problem: this.problem };
    }
    const { ordinal } = this.scope;
    const behind = ordinal === null || this.head === 0 ? null : Math.max(0, this.head - ordinal);
    const isCurrent = this.phase === 'following' && ordinal !== null && (behind ?? 0) === 0;
    return isCurrent ? { kind: 'live', lagMs: this.lagMs } : { kind: 'catching-up', behind };
  }
}
