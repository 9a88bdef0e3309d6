import { stopOf, UnreadableEvent, type RecordedEvent } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { Injectable, Optional } from '@nestjs/common';
import { InjectEventStore } from '../../stores/injection.js';
import { CachedStream, type Evolve } from './cached-stream.js';
import type { StreamType } from './stream-type.js';

const page = 1_000;

/** Keeps the streams that were used last; a stream with an append under way is never given up. */
@Injectable()
export class StreamCache {
  private readonly streams = new Map<string, Promise<CachedStream<unknown>>>();
  /** Of each stream that is here, how an event of another replica is folded into it. */
  private readonly present = new Map<string, (event: RecordedEvent) => void>();

  constructor(
    @InjectEventStore() private readonly store: Pick<EventStore, 'readStream'>,
    @Optional() private readonly capacity = 20_000,
  ) {}

  has(name: string): boolean {
    return this.streams.has(name);
  }

  /**
   * The stream with everything the log had of it; one that is `fresh` is taken to be empty until it is known to be not.
   * Concurrent callers share one load.
   */
  async loaded<State, Command>(
    streamType: StreamType<State, Command>,
    name: string,
    fresh = false,
  ): Promise<CachedStream<State>> {
    const cached = this.streams.get(name);
    this.streams.delete(name);
    const stream = cached ?? (this.load(streamType, name, fresh) as Promise<CachedStream<unknown>>);
    this.streams.set(name, stream);
    if (cached === undefined) {
      stream.catch(() => this.forget(name, stream));
      void this.makeRoom();
    }
    return (await stream) as CachedStream<State>;
  }

  /** What other replicas wrote: a stream follows the log, so that its next command meets no conflict. */
  onRecorded(events: readonly RecordedEvent[]): void {
    for (const event of events) this.present.get(event.stream)?.(event);
  }

  /** Reads and folds what the log holds beyond the stream. */
  async catchUp<State, Command>(streamType: StreamType<State, Command>, stream: CachedStream<State>): Promise<void> {
    const evolve = evolveOf(streamType);
    for (;;) {
      const after = stream.revision === -1 ? {} : { after: stream.revision };
      const events = await this.store.readStream(stream.name, { ...after, direction: 'forwards', limit: page });
      for (const event of events) loadInto(stream, event, evolve);
      if (events.length < page) return;
    }
  }

  drop(stream: CachedStream<never> | CachedStream<unknown>): void {
    if (stream.broken) return;
    stream.broken = true;
    this.remove(stream.name);
  }

  private remove(name: string): void {
    this.streams.delete(name);
    this.present.delete(name);
  }

  private forget(name: string, loading: Promise<unknown>): void {
    if (this.streams.get(name) === loading) this.streams.delete(name);
  }

  private async load<State, Command>(
    streamType: StreamType<State, Command>,
    name: string,
    fresh: boolean,
  ): Promise<CachedStream<State>> {
    const snapshot = fresh ? null : await streamType.snapshots?.load(name);
    const stream = snapshot ?? new CachedStream<State>(name, await streamType.initial(name));
    if (fresh) stream.isUnread = true;
    else await this.catchUp(streamType, stream);
    const evolve = evolveOf(streamType);
    this.present.set(name, (event) => {
      if (event.revision === stream.revision + 1 && !stream.broken) this.follow(stream, event, evolve);
    });
    return stream;
  }

  /** An event of a newer version stops the commands of this stream, when the next of them loads it again. */
  private follow<State>(stream: CachedStream<State>, event: RecordedEvent, evolve: Evolve<State>): void {
    try {
      stream.load(event, evolve);
      if (stream.pending === 0) stream.contestedAt = performance.now();
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      this.drop(stream as CachedStream<unknown>);
    }
  }

  private async makeRoom(): Promise<void> {
    if (this.streams.size <= this.capacity) return;
    for (const [name, loading] of this.streams) {
      const stream = await loading.catch(() => null);
      if (stream !== null && stream.pending > 0) continue;
      if (stream !== null) stream.broken = true;
      this.remove(name);
      if (this.streams.size <= this.capacity * 0.9) return;
    }
  }
}

const evolveOf =
  <State, Command>({ decider }: StreamType<State, Command>): Evolve<State> =>
  (state, event) =>
    decider.evolve(state, event);

const loadInto = <State>(stream: CachedStream<State>, event: RecordedEvent, evolve: Evolve<State>): void => {
  try {
    stream.load(event, evolve);
  } catch (error) {
    throw stopOf(`command executor of ${stream.name}`, error);
  }
};
