import type { Logger } from 'pino';

const retryMs = 1_000;

/** Work on workspaces: one piece after the other for each, and a failed one is tried again until it is done. */
export class KeyedQueue {
  private readonly queues = new Map<string, (() => Promise<void>)[]>();
  private retries = new Set<NodeJS.Timeout>();
  isClosed = true;

  /** `idle`: called when the last piece of a workspace is done. */
  constructor(
    private readonly log: Logger,
    private readonly idle: (workspaceId: string) => void,
  ) {}

  open(): void {
    this.isClosed = false;
  }

  /** What waits is forgotten: whoever opens again looks anew at what there is to do. */
  close(): void {
    this.isClosed = true;
    for (const timer of this.retries) clearTimeout(timer);
    this.retries.clear();
    this.queues.clear();
  }

  next(workspaceId: string, work: () => Promise<void>): void {
    if (this.isClosed) return;
    const queue = this.queues.get(workspaceId);
    if (queue !== undefined) return void queue.push(work);
    this.queues.set(workspaceId, [work]);
    void this.drain(workspaceId);
  }

  private async drain(workspaceId: string): Promise<void> {
    const queue = this.queues.get(workspaceId);
    for (let work = queue?.[0]; work !== undefined; work = queue?.[0]) {
      try {
        await work();
        queue?.shift();
      } catch (error) {
        this.log.error({ err: error, workspace_id: workspaceId }, 'provisioning could not go on; it is tried again');
        await this.pause();
      }
      if (this.queues.get(workspaceId) !== queue) return;
    }
    this.queues.delete(workspaceId);
    this.idle(workspaceId);
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
