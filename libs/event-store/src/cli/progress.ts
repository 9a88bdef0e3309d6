import { MoveStopped } from '../move/errors.js';

const everyMs = 1_000;

/** Prints how far a step is, at most once a second, to stderr: only the closing line goes to stdout. */
export class Progress {
  private printedAt = performance.now();
  private readonly startedAt = performance.now();

  constructor(
    private readonly total: number | null,
    private readonly signal: AbortSignal | null = null,
  ) {}

  /** Throws `MoveStopped` once the signal has aborted: every step passes here. */
  readonly at = (step: string, count: number): void => {
    if (this.signal?.aborted === true) throw new MoveStopped();
    const now = performance.now();
    if (now - this.printedAt < everyMs) return;
    this.printedAt = now;
    const of = this.total === null ? '' : ` of ${grouped(this.total)}`;
    process.stderr.write(`${step} ${grouped(count)}${of} events\n`);
  };

  /** "12,000 events in 1.20 s (10,000 events/s)". */
  summary(count: number): string {
    const seconds = (performance.now() - this.startedAt) / 1_000;
    const speed = Math.round(count / Math.max(seconds, 0.001));
    return `${grouped(count)} events in ${seconds.toFixed(2)} s (${grouped(speed)} events/s)`;
  }
}

export const grouped = (count: number): string => count.toLocaleString('en');
