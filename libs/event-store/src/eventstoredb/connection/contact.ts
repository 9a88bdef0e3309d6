import type { StoreHealth } from '../../port.js';
import { pauseBefore, type CallTimes } from './call-times.js';
import { sentenceOf } from './connection-trouble.js';

/** Whether the store was there when it was last asked. While it is away it is asked again and again. */
export class Contact {
  private away: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private tries = 0;
  private isClosed = false;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly ask: () => Promise<void>,
    private readonly times: CallTimes,
  ) {}

  health(): StoreHealth {
    return { writable: this.away === null && !this.isClosed, damage: null, verifiedTo: null };
  }

  /** Why the store is away, for people; null: it is there. */
  get trouble(): string | null {
    return this.away;
  }

  made(): void {
    this.away = null;
    this.tries = 0;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    for (const wake of this.waiting) wake();
  }

  lost(error: unknown): void {
    if (this.isClosed) return;
    this.away = sentenceOf(error);
    this.timer ??= setTimeout(() => void this.probe(), pauseBefore(this.tries, this.times)).unref();
  }

  /** Resolves when the store is there, or after that time. */
  async back(withinMs: number): Promise<void> {
    if (this.away === null || this.isClosed) return;
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
      await this.ask();
      this.made();
    } catch (error) {
      this.timer = null;
      this.lost(error);
    }
  }
}
