import { GuildhallError, instantOf, type Position } from '@guildhall/contracts';
import { WrongExpectedRevision } from '@guildhall/event-store';
import { Injectable, Optional } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandMeta } from '../command-meta.js';
import type { CachedStream } from './cached-stream.js';
import { envelop, type DecidedFact } from './event-envelope.js';
import { eventId } from '../ids.js';
import type { KnownCommand } from './known-commands.js';
import { StaleStateError, StreamAppends } from './stream-appends.js';
import { StreamCache } from './stream-cache.js';
import type { StreamType } from './stream-type.js';
import { clock } from '../../clock/clock.js';

export interface CommandRequest<State, Command> {
  streamType: StreamType<State, Command>;
  stream: string;
  command: Command;
  meta: CommandMeta;
  /** HMAC of the request's body. */
  digest: string;
  /** Throws when the caller's precondition does not hold; -1: the stream does not exist. */
  check?: (state: State, revision: number) => void;
}

/** What a command did. `position`: of its last event; for a no-op, of the stream's last event (null: empty stream). */
export interface CommandOutcome<State = unknown> {
  position: Position | null;
  eventIds: string[];
  revision: number;
  /** The same command came before; nothing was done now. */
  repeated: boolean;
  facts: readonly DecidedFact[];
  /** State that the decision left behind; read it before anything else is awaited. */
  state: State;
}

const tries = 5;
const longestPauseMs = 40;

/**
 * Runs commands: load, known-command check, decide, append. The commands for one stream are decided in sequence: the
 * next one decides on the state after the not yet committed one. Every answer, also a refusal or a no-op, waits until
 * all it was decided on is committed.
 */
@Injectable()
export class StreamExecutor {
  /** Tries that had to be decided again because another writer was first. */
  retries = 0;

  constructor(
    private readonly appends: StreamAppends,
    private readonly cache: StreamCache,
    @Optional() private readonly now: () => number = () => clock.now(),
  ) {}

  execute<State, Command>(request: CommandRequest<State, Command>): Promise<CommandOutcome<State>> {
    return this.onCurrent(request.streamType, request.stream, (stream) => this.attempt(stream, request));
  }

  /** The state as committed and decided, for queries of the command side. */
  async state<State, Command>(streamType: StreamType<State, Command>, stream: string): Promise<CachedStream<State>> {
    return this.cache.loaded(streamType, stream);
  }

  /** The state with everything that any replica had written when this was called. */
  currentState<State, Command>(streamType: StreamType<State, Command>, name: string): Promise<CachedStream<State>> {
    return this.onCurrent(streamType, name, async (stream) => {
      await this.settled(stream);
      await this.requireCurrent(stream);
      return stream;
    });
  }

  /** Loads the stream and uses it, again as often as it turns out to be older than the log. */
  private async onCurrent<State, Command, Outcome>(
    streamType: StreamType<State, Command>,
    name: string,
    use: (stream: CachedStream<State>) => Promise<Outcome>,
  ): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      const stream = await this.cache.loaded(streamType, name);
      try {
        return await use(stream);
      } catch (error) {
        if (!(error instanceof StaleStateError) && !(error instanceof WrongExpectedRevision)) throw error;
        this.cache.drop(stream);
        if (attempt === tries) throw new GuildhallError('STREAM_BUSY', { retryAfter: 1 }, { cause: error });
        this.retries += 1;
        await delay(Math.random() * longestPauseMs * attempt);
      }
    }
  }

  /** Does not wait before the append: nothing may come between the state and what is decided on it. */
  private attempt<State, Command>(
    stream: CachedStream<State>,
    request: CommandRequest<State, Command>,
  ): Promise<CommandOutcome<State>> {
    if (stream.broken) return Promise.reject(new StaleStateError());
    const known = stream.known.get(request.meta.commandId);
    if (known !== undefined) return this.repeat(stream, known, request);
    let facts: readonly DecidedFact[];
    try {
      request.check?.(stream.state, stream.revision);
      facts = request.streamType.decider.decide(stream.state, request.command);
    } catch (refusal) {
      return this.refused(stream, refusal);
    }
    return facts.length > 0 ? this.append(stream, request, facts) : this.nothingToDo(stream);
  }

  private async refused(stream: CachedStream<unknown>, refusal: unknown): Promise<never> {
    await this.settled(stream);
    await this.requireCurrent(stream);
    throw refusal;
  }

  private async nothingToDo<State>(stream: CachedStream<State>): Promise<CommandOutcome<State>> {
    await this.settled(stream);
    await this.requireCurrent(stream);
    return this.outcome(stream, stream.position, [], [], false);
  }

  /** The revision of an append proves what it was decided on; a refusal or a no-op has to be proved by a look. */
  private async requireCurrent(stream: CachedStream<unknown>): Promise<void> {
    if (this.appends.isAlone || (await this.cache.isCurrent(stream))) return;
    throw new StaleStateError('another replica has written to the stream');
  }

  private async repeat<State, Command>(
    stream: CachedStream<State>,
    known: KnownCommand,
    request: CommandRequest<State, Command>,
  ): Promise<CommandOutcome<State>> {
    if (known.digest !== request.digest) throw new GuildhallError('IDEMPOTENCY_KEY_REUSED');
    await this.settled(stream);
    const ids = Array.from({ length: known.count }, (_, index) => eventId(stream.name, request.meta.commandId, index));
    return this.outcome(stream, known.position, ids, [], true);
  }

  private append<State, Command>(
    stream: CachedStream<State>,
    request: CommandRequest<State, Command>,
    facts: readonly DecidedFact[],
  ): Promise<CommandOutcome<State>> {
    const { meta, digest, streamType } = request;
    const at = this.now();
    const recordedAt = instantOf(at);
    const events = envelop(stream.name, facts, meta, digest, recordedAt);
    const expected = stream.revision === -1 ? 'none' : stream.revision;
    const first = stream.revision + 1;
    const known: KnownCommand = { digest, revision: first, count: events.length, position: null, at };
    for (const event of events) {
      stream.revision += 1;
      const { type, data, id } = event;
      stream.state = streamType.decider.evolve(stream.state, {
        type,
        data,
        revision: stream.revision,
        eventId: id,
        recordedAt,
      });
    }
    stream.known.add(meta.commandId, known);
    const ids = events.map((event) => event.id);
    const outcome = this.outcome(stream, null, ids, facts, false);
    stream.pending += 1;
    const done = this.appends.append(stream.name, events, expected).then(
      ({ position }) => {
        stream.pending -= 1;
        known.position = position;
        stream.position = position;
        streamType.snapshots?.appended(stream);
        return { ...outcome, position };
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

  private outcome<State>(
    stream: CachedStream<State>,
    position: Position | null,
    eventIds: string[],
    facts: readonly DecidedFact[],
    repeated: boolean,
  ): CommandOutcome<State> {
    return { position, eventIds, revision: stream.revision, repeated, facts, state: stream.state };
  }

  private async settled(stream: CachedStream<unknown>): Promise<void> {
    try {
      await stream.tail;
    } catch (error) {
      throw new StaleStateError('an append it was decided on failed', { cause: error });
    }
    if (stream.broken) throw new StaleStateError();
  }
}
