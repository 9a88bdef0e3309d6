import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type EventStoreDBClient,
  type ReadStreamOptions,
} from '@eventstore/db-client';
import type { RecordedEvent } from '@guildhall/contracts';
import { StoreUnavailable } from '../../errors.js';
import type { AllPage, AllRead, Head, StreamRead } from '../../port.js';
import type { Calls } from '../connection/calls.js';
import { isMissingStream, sentenceOf } from '../connection/connection-trouble.js';
import { logPosition, positionText } from './log-position.js';
import { isShown, recordedEvent, type ClientEvent, type ClientRead } from './recorded-event.js';

/** A filtered read fetches at least this many events at once. */
const minSearched = 1_000;
const lookBack = 8;

/** Reads the log through the official client, always with a limit. */
export class LogReader {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly calls: Calls,
  ) {}

  async readStream(stream: string, { after, direction, limit }: StreamRead): Promise<RecordedEvent[]> {
    if (direction === 'backwards' && after === 0) return [];
    const isForwards = direction === 'forwards';
    const from = after === undefined ? (isForwards ? START : END) : BigInt(isForwards ? after + 1 : after - 1);
    const options: ReadStreamOptions = {
      fromRevision: from,
      direction: isForwards ? FORWARDS : BACKWARDS,
      maxCount: limit,
    };
    const events = await this.read(() => this.client.readStream(stream, options) as unknown as ClientRead);
    return events.map(recordedEvent);
  }

  /** The client includes the position that it reads from; the port excludes it. */
  async readAll({ after, prefixes, limit }: AllRead): Promise<AllPage> {
    const maxCount = (prefixes === undefined ? limit : Math.max(limit, minSearched)) + (after === undefined ? 0 : 1);
    const fromPosition = after === undefined ? START : logPosition(after);
    const read = await this.read(() => this.client.readAll({ fromPosition, direction: FORWARDS, maxCount }));
    const isEnd = read.length < maxCount;
    const fresh = after === undefined ? read : read.filter(({ position }) => textOf(position) > after);
    const events: RecordedEvent[] = [];
    for (const event of fresh) {
      if (!isShown(event) || !startsWith(event.streamId, prefixes)) continue;
      events.push(recordedEvent(event));
      if (events.length === limit) {
        const isLast = event === fresh.at(-1);
        return { events, next: textOf(event.position), end: isEnd && isLast };
      }
    }
    const last = fresh.at(-1);
    return { events, next: last === undefined ? (after ?? null) : textOf(last.position), end: isEnd };
  }

  /** Position of the last event that the port shows. The server does not count events. */
  async head(): Promise<Head> {
    for (let maxCount = lookBack; ; maxCount *= lookBack) {
      const count = maxCount;
      const read = await this.read(() =>
        this.client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: count }),
      );
      const last = read.find(isShown);
      if (last !== undefined) return { position: textOf(last.position), ordinal: null };
      if (read.length < maxCount) return { position: null, ordinal: null };
    }
  }

  /** The first event of a stream about the log itself. */
  async readFirst(stream: string): Promise<ClientEvent[]> {
    return this.read(() => this.client.readStream(stream, { maxCount: 1 }) as unknown as ClientRead);
  }

  private async read(open: () => ClientRead): Promise<ClientEvent[]> {
    try {
      return await this.calls.read(open);
    } catch (error) {
      if (isMissingStream(error)) return [];
      if (error instanceof StoreUnavailable) throw error;
      throw new StoreUnavailable(`the event store could not be read (${sentenceOf(error)})`, { cause: error });
    }
  }
}

const textOf = (position: ClientEvent['position']): string => positionText(position ?? { commit: 0n, prepare: 0n });

export const startsWith = (stream: string, prefixes: readonly string[] | undefined): boolean =>
  prefixes === undefined || prefixes.some((prefix) => stream.startsWith(prefix));
