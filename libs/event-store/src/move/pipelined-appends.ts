import type { Position } from '@guildhall/contracts';
import type { ChainedEvent } from '../audit/log-chain.js';
import { WrongExpectedRevision } from '../errors.js';
import type { EventStore } from '../port.js';
import { LogsDiffer } from './errors.js';
import type { LogEntry } from './log-source.js';

/** The other store takes at most 1 MiB of data in one append; half of it keeps other appends moving. */
const appendBytes = 512 * 1_024;
const appendEvents = 500;
const underWayAppends = 1_024;
const underWayBytes = 8 * 1_024 * 1_024;

interface Group {
  stream: string;
  events: ChainedEvent[];
  bytes: number;
  /** Number of the group's first event within the log, from 1. */
  first: number;
}
interface UnderWay {
  group: Group;
  /** Never rejects: a failure is looked at when its turn comes. */
  outcome: Promise<{ position: Position } | { error: unknown }>;
}

/**
 * Appends a log in its order: neighbours of one stream together, many appends under way at once, each at the exact
 * revision that the event had. Memory is bounded by the bytes under way.
 */
export class PipelinedAppends {
  private group: Group | null = null;
  private readonly underWay: UnderWay[] = [];
  private bytes = 0;
  private last: Position | null = null;

  /** `number` counts the events that the target already holds. */
  constructor(
    private readonly target: EventStore,
    private number: number,
  ) {}

  /** Throws what an earlier append failed with, and `LogsDiffer` when the target's order is another. */
  async add({ event, text }: LogEntry): Promise<void> {
    const bytes = Buffer.byteLength(text);
    this.number += 1;
    if (this.group === null || !fits(this.group, event, bytes)) {
      await this.send();
      this.group = { stream: event.stream, events: [], bytes: 0, first: this.number };
    }
    this.group.events.push(event);
    this.group.bytes += bytes;
  }

  /** Resolves when everything added is durable. */
  async flush(): Promise<void> {
    await this.send();
    while (this.underWay.length > 0) await this.settleFirst();
  }

  /** Waits for what is under way, whatever becomes of it. */
  async abandon(): Promise<void> {
    await Promise.all(this.underWay.splice(0).map(({ outcome }) => outcome));
  }

  private async send(): Promise<void> {
    const group = this.group;
    this.group = null;
    if (group === null) return;
    while (this.underWay.length >= underWayAppends || (this.bytes > 0 && this.bytes + group.bytes > underWayBytes))
      await this.settleFirst();
    const first = group.events[0]?.revision ?? 0;
    const outcome = this.target.append(group.stream, group.events.map(newEvent), first === 0 ? 'none' : first - 1).then(
      ({ position }) => ({ position }),
      (error: unknown) => ({ error }),
    );
    this.bytes += group.bytes;
    this.underWay.push({ group, outcome });
  }

  private async settleFirst(): Promise<void> {
    const next = this.underWay.shift();
    if (next === undefined) return;
    const outcome = await next.outcome;
    this.bytes -= next.group.bytes;
    if ('error' in outcome) throw refusal(outcome.error, next.group);
    if (this.last !== null && outcome.position <= this.last)
      throw new LogsDiffer(
        next.group.first,
        `The target stored event ${next.group.first} of the source (${next.group.stream}) before the one that comes ahead of it. Its order cannot be put right: import again, into an empty store.`,
      );
    this.last = outcome.position;
  }
}

const fits = (group: Group, event: ChainedEvent, bytes: number): boolean =>
  group.stream === event.stream &&
  group.events.length < appendEvents &&
  group.bytes + bytes <= appendBytes &&
  group.events.at(-1)?.revision === event.revision - 1;

const newEvent = ({ id, type, data, metadata }: ChainedEvent): Omit<ChainedEvent, 'stream' | 'revision'> => ({
  id,
  type,
  data,
  metadata,
});

const refusal = (error: unknown, { stream, first }: Group): unknown => {
  if (!(error instanceof WrongExpectedRevision)) return error;
  const sentence = `Event ${first} of the source goes on the stream ${stream} after revision ${error.expected}, but in the target that stream is at ${error.actual}. Something else writes to the target, or the source lacks events.`;
  return new LogsDiffer(first, sentence);
};
