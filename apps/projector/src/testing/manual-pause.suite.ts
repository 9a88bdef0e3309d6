import type { Pause } from '../engine/engine-times.js';

/** Time that passes only when a test says so. */
export class ManualPause {
  private resume: (() => void) | null = null;
  private readonly waiters: (() => void)[] = [];

  readonly pause: Pause = (_ms, signal) =>
    new Promise((resolve) => {
      this.resume = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
      for (const reached of this.waiters.splice(0)) reached();
    });

  /** Resolves when the next pause is reached. */
  async tick(): Promise<void> {
    if (this.resume === null) await this.reached();
    const { resume } = this;
    this.resume = null;
    resume?.();
    await this.reached();
  }

  private reached(): Promise<void> {
    return this.resume === null ? new Promise((resolve) => this.waiters.push(resolve)) : Promise.resolve();
  }
}
