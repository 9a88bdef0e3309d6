import type { StoreHealth } from '../../port.js';
import { pauseBefore, type CallTimes } from './call-times.js';
import { sentenceOf } from './connection-trouble.js';

/** Whether the store answered the last call. Probes an unavailable store until it answers. */
export class Contact {
  private reason: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private tries = 0;
  private isClosed = false;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly ping: () => Promise<void>,
    private readonly times: CallTimes,
  ) {}

  health(): StoreHealth {
    return { writable: this.reason === null && !this.isClosed, damage: null, verifiedTo: null };
  }

  /** Why the store is unavailable, for people; null: it is available. */
  get trouble(): string | null {
    return this.reason;
  }

  made(): void {
    this.reason = null;
    this.tries = 0;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    for (const wake of this.waiting) wake();
  }

  lost(error: unknown): void {
    if (this.isClosed) return;
    this.reason = sentenceOf(error);
    this.timer ??= setTimeout(() => void this.probe(), pauseBefore(this.tries, this.times)).unref();
  }

  /** Resolves once the store is available, at the latest after that many milliseconds. */
  async restored(withinMs: number): Promise<void> {
    if (this.reason === null || this.isClosed) return;
    let done: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.waiting.add(done);
    });
    this.waiting.delete(done);
  }

  close(): void {
    this.isClosed = true;
    this.made();
  }

  private async probe(): Promise<void> {
    this.tries += 1;
    try {
      await this.ping();
      this.made();
    } catch (error) {
      this.timer = null;
      this.lost(error);
    }
  }
}
