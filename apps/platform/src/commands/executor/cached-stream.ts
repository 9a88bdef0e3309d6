import { millisecondsOf, type Position, type RecordedEvent } from '@guildhall/contracts';
import { KnownCommands } from './known-commands.js';
import type { DecidedFact } from './event-envelope.js';

/** What an executor needs to know of a decider; `evolve` may change the state it is given. */
export interface StreamDecider<State, Command> {
  decide(state: State, command: Command): readonly DecidedFact[];
  evolve(state: State, event: EvolvedFact): State;
}
export interface EvolvedFact {
  type: string;
  data: unknown;
  revision: number;
  eventId?: string;
  recordedAt?: string;
}

/** A recorded event as deciders evolve with it. */
export const evolvedFrom = (event: RecordedEvent): EvolvedFact => ({
  type: event.type,
  data: event.data,
  revision: event.revision,
  eventId: event.id,
  recordedAt: event.metadata.recordedAt,
});

/**
 * One stream as commands see it: the state after everything decided, also what is not committed yet. When an append
 * fails, the state never existed: the stream is broken and loaded again.
 */
export class CachedStream<State> {
  readonly known = new KnownCommands();
  /** Of the last event decided; -1: none. */
  revision = -1;
  /** Of the last event known to be committed. */
  position: Position | null = null;
  broken = false;
  pending = 0;
  /** Settles with the last append that was started. */
  tail: Promise<unknown> = Promise.resolve();

  constructor(
    readonly name: string,
    public state: State,
  ) {}

  load(event: RecordedEvent, evolve: (state: State, event: EvolvedFact) => State): void {
    const { metadata, revision, position } = event;
    this.state = evolve(this.state, evolvedFrom(event));
    this.revision = revision;
    this.position = position;
    this.known.addLoaded(
      metadata.commandId,
      metadata.commandDigest,
      revision,
      position,
      millisecondsOf(metadata.recordedAt),
    );
  }
}
