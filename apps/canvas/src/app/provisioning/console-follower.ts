import type { ConsoleView } from '@guildhall/contracts';
import { signal } from '@angular/core';
import { browserTimers, type Later } from '../platform/timers.js';

export const consolePolicy = { everyMs: 1_000, firstBytes: 131_072, heldCharacters: 1_000_000 } as const;

type Ask = (after: number, signal: AbortSignal) => Promise<ConsoleView>;

/** Follows the output of one agent while it is on screen: reads the end first, then the additions. */
export class ConsoleFollower {
  private readonly held = signal('');
  private readonly trouble = signal<unknown>(null);
  private readonly loaded = signal(false);
  private readonly cut = signal(false);
  readonly output = this.held.asReadonly();
  readonly problem = this.trouble.asReadonly();
  readonly isLoaded = this.loaded.asReadonly();
  /** True: earlier output is not held. */
  readonly isCut = this.cut.asReadonly();
  private at: number | null = null;
  private readonly abort = new AbortController();
  private cancel: () => void = () => undefined;
  private isPaused = false;
  private isAsking = false;

  constructor(
    private readonly ask: Ask,
    private readonly after: Later = browserTimers.after,
  ) {}

  start(): void {
    void this.poll();
  }

  stop(): void {
    this.cancel();
    this.abort.abort();
  }

  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.cancel();
    if (!isPaused && !this.isAsking) void this.poll();
  }

  private async poll(): Promise<void> {
    this.isAsking = true;
    try {
      this.append(await this.ask(this.at ?? -consolePolicy.firstBytes, this.abort.signal));
      this.trouble.set(null);
    } catch (problem) {
      if (!this.abort.signal.aborted) this.trouble.set(problem);
    } finally {
      this.isAsking = false;
      this.loaded.set(true);
    }
    if (!this.abort.signal.aborted && !this.isPaused)
      this.cancel = this.after(consolePolicy.everyMs, () => void this.poll());
  }

  private append({ output, from, to }: ConsoleView): void {
    // A log that is shorter than before is a new one: the agent has restarted.
    const isAnother = this.at !== null && (to < this.at || from < this.at);
    if (this.at === null || isAnother) this.cut.set(from > 0);
    if (isAnother) this.held.set(output);
    else if (output !== '') this.held.update((before) => this.shortened(before + output));
    this.at = to;
  }

  private shortened(text: string): string {
    if (text.length <= consolePolicy.heldCharacters) return text;
    this.cut.set(true);
    const from = text.length - consolePolicy.heldCharacters;
    const line = text.indexOf('\n', from);
    return text.slice(line < 0 ? from : line + 1);
  }
}
