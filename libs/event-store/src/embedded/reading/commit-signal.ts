/** Wakes readers that wait for new events: at once in the writer's process, by polling elsewhere. */
export class CommitSignal {
  private readonly waiting = new Set<() => void>();
  private poller: NodeJS.Timeout | null = null;
  private commits = 0;

  /** `poll` returns a number that changes with every commit of another process; null: the writer calls `commit`. */
  constructor(
    private readonly poll: (() => number) | null,
    private readonly everyMs = 5,
  ) {}

  /** Changes with every commit. Get it before you read, then wait until it changes. */
  token(): number {
    return this.poll === null ? this.commits : this.poll();
  }

  commit(): void {
    this.commits += 1;
    const woken = [...this.waiting];
    this.waiting.clear();
    for (const wake of woken) wake();
  }

  /** Resolves when the token changes or the signal aborts. */
  changedFrom(token: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.token() !== token) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        if (this.waiting.size === 0) this.stopPolling();
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.waiting.add(wake);
      this.startPolling(token);
    });
  }

  private startPolling(token: number): void {
    const { poll } = this;
    if (poll === null || this.poller !== null) return;
    let seen = token;
    this.poller = setInterval(() => {
      const version = polled(poll);
      if (version === seen) return;
      seen = version;
      this.commit();
    }, this.everyMs);
  }

  private stopPolling(): void {
    if (this.poller !== null) clearInterval(this.poller);
    this.poller = null;
  }
}

/** A question that failed is a change: whoever waits reads, and meets the failure where it is handled. */
const polled = (poll: () => number): number => {
  try {
    return poll();
  } catch {
    return Number.NaN;
  }
};
