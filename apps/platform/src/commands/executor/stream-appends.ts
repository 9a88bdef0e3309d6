import type { NewEvent, Position } from '@guildhall/contracts';
import type { EventStore, ExpectedRevision } from '@guildhall/event-store';

/** How what was decided on a stream reaches the log. Resolves with the position of the append when it is durable. */
export abstract class StreamAppends {
  /** No other process writes: what this one knows of a stream is all there is. */
  abstract readonly isAlone: boolean;
  abstract append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<{ position: Position }>;
}

/** What a command was decided on was never stored: decide it again. */
export class StaleStateError extends Error {}

/** Each append goes out at once. Only where no other process can write the stream between two of them. */
export class PipelinedAppends implements StreamAppends {
  readonly isAlone = true;

  constructor(private readonly store: EventStore) {}

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<{ position: Position }> {
    return this.store.append(stream, events, expected);
  }
}

/** Data of one append, in bytes: the store takes 1 MiB, and an event alone may have 64 KiB. */
const appendBytes = 900_000;

interface Group {
  events: NewEvent[];
  bytes: number;
  expected: ExpectedRevision;
  done: PromiseWithResolvers<{ position: Position }>;
}

/**
 * One append per stream is under way; what is decided meanwhile shares the next one, atomically. With two under way,
 * an event of another replica between them could let the second pass on a state that never existed.
 */
export class SharedAppends implements StreamAppends {
  readonly isAlone = false;
  /** Groups that wait, for each stream with an append under way. */
  private readonly waiting = new Map<string, Group[]>();

  constructor(private readonly store: EventStore) {}

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<{ position: Position }> {
    const groups = this.waiting.get(stream);
    if (groups === undefined) {
      this.waiting.set(stream, []);
      const first = this.store.append(stream, events, expected);
      this.resume(stream, first);
      return first;
    }
    const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event.data)), 0);
    const last = groups.at(-1);
    if (last !== undefined && last.bytes + bytes <= appendBytes) {
      last.events.push(...events);
      last.bytes += bytes;
      return last.done.promise;
    }
    const group = { events: [...events], bytes, expected, done: Promise.withResolvers<{ position: Position }>() };
    groups.push(group);
    return group.done.promise;
  }

  private resume(stream: string, underWay: Promise<unknown>): void {
    underWay.then(
      () => this.next(stream),
      (error: unknown) => this.fail(stream, error),
    );
  }

  private next(stream: string): void {
    const group = this.waiting.get(stream)?.shift();
    if (group === undefined) return void this.waiting.delete(stream);
    const sent = this.store.append(stream, group.events, group.expected);
    sent.then(group.done.resolve, group.done.reject);
    this.resume(stream, sent);
  }

  private fail(stream: string, cause: unknown): void {
    const groups = this.waiting.get(stream) ?? [];
    this.waiting.delete(stream);
    for (const { done } of groups) done.reject(new StaleStateError('the append before it failed', { cause }));
  }
}
