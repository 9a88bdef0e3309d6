import type { Position } from '@guildhall/contracts';
import type { ChainedEvent } from '../audit/log-chain.js';
import { WrongExpectedRevision } from '../errors.js';
import type { Appended, EventStore } from '../port.js';
import { LogsDiffer } from './errors.js';
import type { LogEntry } from './log-source.js';

/** EventStoreDB takes at most 1 MiB of data in one append; half of it lets other appends through. */
const appendBytes = 512 * 1_024;
const appendEvents = 500;
/** The embedded store commits this many events at once, so a failed window leaves only its first events. */
const windowEvents = 2_000;
const windowBytes = 8 * 1_024 * 1_024;

interface Group {
  stream: string;
  events: ChainedEvent[];
  bytes: number;
  /** Number of the group's first event within the log, from 1. */
  first: number;
}

/**
 * Appends a log in its order: neighbours of one stream in one append, at the exact revisions that they had. A window of
 * appends is sent at once; the next window fills in the meantime and is sent once all earlier ones are durable. So a failure
 * leaves the first events of the source in the target, and a later run resumes after them.
 *
 * Adapters store calls in order, but some hold an append back until the previous one to its stream is answered, and
 * later appends overtake it. Unless the target is known not to, a window has one append of each stream only.
 */
export class OrderedAppends {
  private window: Group[] = [];
  private events = 0;
  private bytes = 0;
  private inFlight: Promise<void> = Promise.resolve();
  private last: Position | null = null;
  private readonly streams = new Set<string>();

  /** `number` counts the events that the target already holds. */
  constructor(
    private readonly target: Pick<EventStore, 'append'>,
    private number: number,
    private readonly keepsCallOrder: boolean,
  ) {}

  /** Throws the error of an earlier append, and `LogsDiffer` if the target does not accept this order. */
  async add({ event, text }: LogEntry): Promise<void> {
    const bytes = Buffer.byteLength(text);
    if (this.events >= windowEvents || this.bytes + bytes > windowBytes) await this.send();
    this.number += 1;
    const last = this.window.at(-1);
    const group = last !== undefined && fits(last, event, bytes) ? last : await this.openGroup(event.stream);
    group.events.push(event);
    group.bytes += bytes;
    this.events += 1;
    this.bytes += bytes;
  }

  /** Resolves when all added events are durable. */
  async flush(): Promise<void> {
    await this.send();
    await this.inFlight;
  }

  /** Waits for the window in flight, whether it succeeds or not. */
  async abandon(): Promise<void> {
    await this.inFlight.catch(() => undefined);
  }

  private async openGroup(stream: string): Promise<Group> {
    if (!this.keepsCallOrder && this.streams.has(stream)) await this.send();
    const group = { stream, events: [], bytes: 0, first: this.number };
    this.window.push(group);
    this.streams.add(stream);
    return group;
  }

  private async send(): Promise<void> {
    await this.inFlight;
    const window = this.window;
    this.window = [];
    this.streams.clear();
    this.events = 0;
    this.bytes = 0;
    this.inFlight = this.append(window);
    // The next call awaits it and gets the error; until then it must not count as unhandled.
    this.inFlight.catch(() => undefined);
  }

  private async append(window: readonly Group[]): Promise<void> {
    const outcomes = await Promise.allSettled(window.map((group) => appendTo(this.target, group)));
    for (const [index, outcome] of outcomes.entries()) {
      const { stream = '', first = 0 } = window[index] ?? {};
      if (outcome.status === 'rejected') throw refusal(outcome.reason, stream, first);
      const { position } = outcome.value;
      if (this.last !== null && position <= this.last) throw outOfOrder(stream, first);
      this.last = position;
    }
  }
}

const fits = (group: Group, event: ChainedEvent, bytes: number): boolean =>
  group.stream === event.stream &&
  group.events.length < appendEvents &&
  group.bytes + bytes <= appendBytes &&
  group.events.at(-1)?.revision === event.revision - 1;

const appendTo = (target: Pick<EventStore, 'append'>, { stream, events }: Group): Promise<Appended> => {
  const revision = events[0]?.revision ?? 0;
  const news = events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
  return target.append(stream, news, revision === 0 ? 'none' : revision - 1);
};

const refusal = (error: unknown, stream: string, first: number): unknown => {
  if (!(error instanceof WrongExpectedRevision)) return error;
  const sentence = `Event ${first} of the source extends the stream ${stream} after revision ${error.expected}, but in the target that stream is at ${error.actual}. Another process writes to the target, or the source lacks events.`;
  return new LogsDiffer(first, sentence, { cause: error });
};

const outOfOrder = (stream: string, first: number): LogsDiffer =>
  new LogsDiffer(
    first,
    `The target stored event ${first} of the source (${stream}) before the event that precedes it. This cannot be repaired: import again, into an empty store.`,
  );
