import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from './engine.js';
import type { Installation } from '../installation.js';

/** Something the engine says of one container. */
export interface ContainerEvent {
  action: 'die' | 'oom';
  containerId: string;
  /** Labels of the container, and `exitCode` for `die`. */
  attributes: Record<string, string>;
}

interface EngineEvent {
  Action?: string;
  Actor?: { ID?: string; Attributes?: Record<string, string> };
}

const firstRetryMs = 100;
const longestRetryMs = 5_000;

/** What happens to our containers, for as long as it is open. Nothing is replayed: `onJoined` says when to compare. */
export class EngineEvents {
  private readonly closing = new AbortController();
  private stream: NodeJS.ReadableStream | null = null;
  private isOpen = false;

  /** `onJoined`: the stream begins, at first or after a break; earlier events do not arrive. */
  constructor(
    private readonly engine: Engine,
    private readonly at: Installation,
    private readonly onEvent: (event: ContainerEvent) => void,
    private readonly onJoined: () => void,
  ) {}

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    void this.follow();
  }

  close(): void {
    this.closing.abort();
    (this.stream as { destroy?: () => void } | null)?.destroy?.();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    let retryMs = firstRetryMs;
    while (!signal.aborted) {
      const joined = await this.listen();
      retryMs = joined ? firstRetryMs : Math.min(retryMs * 2, longestRetryMs);
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when the stream ends, which it does with the engine; says whether there was one. */
  private async listen(): Promise<boolean> {
    try {
      this.stream = await this.engine.call((docker) =>
        docker.getEvents({ filters: { type: ['container'], event: ['die', 'oom'], ...this.at.filter() } }),
      );
    } catch {
      // `check` reports why the engine does not answer; here only the next try counts.
      return false;
    }
    if (this.closing.signal.aborted) this.close();
    this.onJoined();
    await this.read(this.stream);
    return true;
  }

  private async read(stream: NodeJS.ReadableStream): Promise<void> {
    const lines = createInterface({ input: stream });
    const ended = new Promise<void>((resolve) => {
      for (const end of ['end', 'close', 'error', 'aborted']) stream.once(end, () => resolve());
    });
    lines.on('line', (line) => this.onRecorded(line));
    // Readline passes on an error of its input, which `ended` has got already.
    lines.on('error', () => undefined);
    await ended;
    lines.close();
    this.stream = null;
  }

  private onRecorded(line: string): void {
    const { Action: action, Actor: actor } = eventIn(line);
    if ((action !== 'die' && action !== 'oom') || actor?.ID === undefined) return;
    this.onEvent({ action, containerId: actor.ID, attributes: actor.Attributes ?? {} });
  }
}

/** An engine that goes away may leave half a line: what it was about is compared when the events begin again. */
const eventIn = (line: string): EngineEvent => {
  try {
    return (JSON.parse(line) as EngineEvent | null) ?? {};
  } catch {
    return {};
  }
};
