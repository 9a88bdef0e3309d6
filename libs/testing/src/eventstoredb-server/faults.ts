import { setTimeout as wait } from 'node:timers/promises';
import { trouble, type Refusal } from './calls/refusal.js';

/** Commands for a running subscription or batch stream. */
export interface OpenCall {
  fail(refusal: Refusal): void;
  isSubscription: boolean;
}

export interface Delay {
  ms: number;
  /** Number of answers that are delayed; absent: all from now on. */
  times?: number;
  /** `commit`: the event is stored late too. `answer`: only the answer is late. */
  at?: 'commit' | 'answer';
}

/** Everything that can be made to go wrong while the server runs. */
export class Faults {
  private readonly calls = new Set<OpenCall>();
  private delayed: Required<Delay> = { ms: 0, times: 0, at: 'answer' };
  private refused: Refusal | null = null;
  private frozen: Promise<void> | null = null;
  private thawed: () => void = () => undefined;

  constructor(private readonly breakConnections: () => void) {}

  /** Refusal of every call at present; null: calls are served. */
  get refusal(): Refusal | null {
    return this.refused;
  }

  /** Breaks all connections at once; new ones are served. */
  drop(): void {
    this.breakConnections();
  }

  /** Every call fails with code 14 until `heal`. */
  unavailable(): void {
    this.refuse(trouble.unavailable);
    this.failAll(trouble.unavailable);
  }

  /** As a running node that is not the leader yet, until `heal`. */
  notReady(): void {
    this.refuse(trouble.notReady);
  }

  /** Open streams end as those of a node that shuts down; new calls are served. */
  reset(): void {
    this.failAll(trouble.reset);
  }

  delay({ ms, times = Infinity, at = 'answer' }: Delay): void {
    this.delayed = { ms, times, at };
  }

  /** Answers nothing and loses nothing until `thaw`. */
  freeze(): void {
    if (this.frozen !== null) return;
    this.frozen = new Promise((resolve) => (this.thawed = resolve));
  }

  thaw(): void {
    this.frozen = null;
    this.thawed();
  }

  /** Drops every subscription as if its consumer had been too slow. */
  slowConsumer(): void {
    for (const call of [...this.calls]) if (call.isSubscription) call.fail(trouble.slowConsumer);
  }

  heal(): void {
    this.refused = null;
    this.delayed = { ms: 0, times: 0, at: 'answer' };
    this.thaw();
  }

  watch(call: OpenCall): () => void {
    this.calls.add(call);
    return () => this.calls.delete(call);
  }

  /** Waits while the server is frozen. */
  async passed(): Promise<void> {
    while (this.frozen !== null) await this.frozen;
  }

  get isFrozen(): boolean {
    return this.frozen !== null;
  }

  /** Delay of this step in milliseconds; uses one of the counted delays. */
  takeDelay(at: 'commit' | 'answer'): number {
    if (this.delayed.at !== at || this.delayed.times === 0) return 0;
    this.delayed.times -= 1;
    return this.delayed.ms;
  }

  async delayedAnswer(): Promise<void> {
    const ms = this.takeDelay('answer');
    if (ms > 0) await wait(ms, undefined, { ref: false });
    if (this.isFrozen) await this.passed();
  }

  private refuse(refusal: Refusal): void {
    this.refused = refusal;
  }

  private failAll(refusal: Refusal): void {
    for (const call of [...this.calls]) call.fail(refusal);
  }
}
