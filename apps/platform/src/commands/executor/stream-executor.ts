import { GuildhallError, type Position } from '@guildhall/contracts';
import type { CommandMeta } from '../command-meta.js';
import type { CachedStream } from './cached-stream.js';
import type { DecidedFact } from './event-envelope.js';
import type { StreamCache } from './stream-cache.js';
import type { StreamType } from './stream-type.js';

export interface CommandRequest<State, Command> {
  streamType: StreamType<State, Command>;
  stream: string;
  command: Command;
  meta: CommandMeta;
  /** HMAC of the request's body. */
  digest: string;
  /** Throws when the caller's precondition does not hold; -1: the stream does not exist. */
  check?: (state: State, revision: number) => void;
  /** The stream most likely does not exist, because its id was made for this command: its first append finds out. */
  fresh?: boolean;
}

/**
 * What a command did. `position`: of the append that holds its last event; for a no-op, of the stream's last event (null:
 * empty stream).
 */
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

/** A command that loses to other writers for as long as this, in milliseconds, is refused with STREAM_BUSY. */
export const longestWaitMs = 10_000;

/** What it was decided on was never stored, or is older than the log. */
export class StaleStateError extends Error {}

/**
 * Runs commands: load, known-command check, decide, append. The commands for one stream are decided in their order of
 * arrival. Every answer, also a refusal or a no-op, waits until all it was decided on is committed.
 */
export abstract class StreamExecutor {
  readonly counts = {
    /** Commands that were decided again. */
    retries: 0,
    /** Appends that lost to another writer. */
    conflicts: 0,
    /** Commands refused with STREAM_BUSY. */
    busy: 0,
  };

  protected constructor(protected readonly cache: StreamCache) {}

  abstract execute<State, Command>(request: CommandRequest<State, Command>): Promise<CommandOutcome<State>>;

  /** The state with everything that any replica had written when this was called. */
  abstract currentState<State, Command>(
    streamType: StreamType<State, Command>,
    name: string,
  ): Promise<CachedStream<State>>;

  /** The state as this process knows it, for queries of the command side. */
  state<State, Command>(streamType: StreamType<State, Command>, stream: string): Promise<CachedStream<State>> {
    return this.cache.loaded(streamType, stream);
  }

  protected busy(cause: unknown): GuildhallError {
    this.counts.busy += 1;
    return new GuildhallError('STREAM_BUSY', { retryAfter: 1 }, { cause });
  }
}
