import { WrongExpectedRevision, type EventStore } from '@guildhall/event-store';
import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '../../clock/clock.js';
import type { CachedStream } from './cached-stream.js';
import { decideOn, outcomeOf, type CommandDecision } from './command-decision.js';
import type { StreamCache } from './stream-cache.js';
import {
  longestWaitMs,
  StaleStateError,
  StreamExecutor,
  type CommandOutcome,
  type CommandRequest,
} from './stream-executor.js';
import type { StreamType } from './stream-type.js';

type Accepted = Extract<CommandDecision, { kind: 'accepted' }>;

const longestPauseMs = 40;

/**
 * For the only process that writes to the log: the next command decides on the state after the not yet committed one, and
 * each append goes out at once. An append fails here with the store, or because a stream taken to be fresh was not: its stream
 * is simply loaded again.
 */
export class PipelinedExecutor extends StreamExecutor {
  constructor(
    private readonly store: Pick<EventStore, 'append'>,
    cache: StreamCache,
    private readonly now: () => number = () => clock.now(),
  ) {
    super(cache);
  }

  execute<State, Command>(request: CommandRequest<State, Command>): Promise<CommandOutcome<State>> {
    const { streamType, stream: name, fresh = false } = request;
    return this.onCurrent(streamType, name, fresh, (stream) => this.attempt(stream, request));
  }

  currentState<State, Command>(streamType: StreamType<State, Command>, name: string): Promise<CachedStream<State>> {
    return this.onCurrent(streamType, name, false, async (stream) => {
      await settled(stream);
      return stream;
    });
  }

  /** Loads the stream and uses it, again when an append that the use was based on failed; then no stream is fresh. */
  private async onCurrent<State, Command, Outcome>(
    streamType: StreamType<State, Command>,
    name: string,
    fresh: boolean,
    use: (stream: CachedStream<State>) => Promise<Outcome>,
  ): Promise<Outcome> {
    const begun = this.now();
    for (let mayGuess = fresh; ; mayGuess = false) {
      const stream = await this.cache.loaded(streamType, name, mayGuess);
      try {
        return await use(stream);
      } catch (error) {
        if (!(error instanceof StaleStateError) && !(error instanceof WrongExpectedRevision)) throw error;
        this.cache.drop(stream);
        if (this.now() - begun >= longestWaitMs) throw this.busy(error);
        this.counts.retries += 1;
        await delay(Math.random() * longestPauseMs);
      }
    }
  }

  /** Does not wait before the append: nothing may come between the state and what is decided on it. */
  private attempt<State, Command>(
    stream: CachedStream<State>,
    request: CommandRequest<State, Command>,
  ): Promise<CommandOutcome<State>> {
    if (stream.broken) return Promise.reject(new StaleStateError());
    const decision = decideOn(stream, request, this.now());
    return decision.kind === 'accepted' && decision.events.length > 0
      ? this.append(stream, request.streamType, decision)
      : this.answer(stream, decision);
  }

  private async answer<State>(stream: CachedStream<State>, decision: CommandDecision): Promise<CommandOutcome<State>> {
    await settled(stream);
    return outcomeOf(decision, stream, stream.position);
  }

  private append<State, Command>(
    stream: CachedStream<State>,
    { decider, snapshots }: StreamType<State, Command>,
    decision: Accepted,
  ): Promise<CommandOutcome<State>> {
    const { events, commandId, known } = decision;
    const expected = stream.revision === -1 ? 'none' : stream.revision;
    for (const event of events) {
      stream.fold({ ...event, revision: stream.revision + 1 }, (state, fact) => decider.evolve(state, fact));
    }
    stream.known.add(commandId, known);
    const after = { state: stream.state, revision: stream.revision };
    stream.pending += 1;
    const done = this.store.append(stream.name, events, expected).then(
      ({ position }) => {
        stream.pending -= 1;
        known.position = position;
        stream.committed(position);
        snapshots?.appended(stream);
        return outcomeOf(decision, after, position);
      },
      (error: unknown) => {
        stream.pending -= 1;
        this.cache.drop(stream);
        throw error;
      },
    );
    stream.tail = done;
    return done;
  }
}

const settled = async (stream: CachedStream<unknown>): Promise<void> => {
  try {
    await stream.tail;
  } catch (error) {
    throw new StaleStateError('an append it was decided on failed', { cause: error });
  }
  if (stream.broken || stream.isUnread) throw new StaleStateError();
};
