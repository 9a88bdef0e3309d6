import type { Logger } from 'pino';

const retryMs = 1_000;

/** Work by key, such as a workspace: one piece after the other for each, and a failed one is tried again until it is done. */
export class KeyedQueue {
  private readonly queues = new Map<string, (() => Promise<void>)[]>();
  private retries = new Set<NodeJS.Timeout>();
  isClosed = true;

  private idle: (key: string) => void = () => undefined;

  constructor(private readonly log: Logger) {}

  /** `listener` is called when the last piece of a key is done. */
  onIdle(listener: (key: string) => void): void {
    this.idle = listener;
  }

  open(): void {
    this.isClosed = false;
  }

  /** Forgets what waits: after the next `open`, the owner looks again at what there is to do. */
  close(): void {
    this.isClosed = true;
    for (const timer of this.retries) clearTimeout(timer);
    this.retries.clear();
    this.queues.clear();
  }

  next(key: string, work: () => Promise<void>): void {
    if (this.isClosed) return;
    const queue = this.queues.get(key);
    if (queue !== undefined) return void queue.push(work);
    this.queues.set(key, [work]);
    void this.drain(key);
  }

  private async drain(key: string): Promise<void> {
    const queue = this.queues.get(key);
    for (let work = queue?.[0]; work !== undefined; work = queue?.[0]) {
      try {
        await work();
        queue?.shift();
      } catch (error) {
        this.log.error({ err: error, key }, 'a piece of work failed; it is tried again');
        await this.pause();
      }
      if (this.queues.get(key) !== queue) return;
    }
    this.queues.delete(key);
    this.idle(key);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.retries.delete(timer);
        resolve();
      }, retryMs);
      this.retries.add(timer);
    });
  }
}
