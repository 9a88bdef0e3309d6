import type { StoreHealth } from '../../port.js';
import { sentenceOf } from './connection-trouble.js';

/** Whether the store was there when it was last asked. While it is away it is asked again and again. */
export class Contact {
  private away: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(
    private readonly ask: () => Promise<void>,
    private readonly everyMs: number,
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
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  lost(error: unknown): void {
    if (this.isClosed) return;
    this.away = sentenceOf(error);
    this.timer ??= setTimeout(() => void this.probe(), this.everyMs).unref();
  }

  close(): void {
    this.isClosed = true;
    this.made();
  }

  private async probe(): Promise<void> {
    try {
      await this.ask();
      this.made();
    } catch (error) {
      this.timer = null;
      this.lost(error);
    }
  }
}
