import { millisecondsOf, type NewEvent, type Position, type RecordedEvent } from '@guildhall/contracts';
import { KnownCommands } from './known-commands.js';
import type { DecidedFact } from './event-envelope.js';

/**
 * What an executor needs to know of a decider. `evolve` may change the state it is given; one that does has a `fork`, a
 * state that evolves while the given one stays as it is.
 */
export interface StreamDecider<State, Command> {
  decide(state: State, command: Command): readonly DecidedFact[];
  evolve(state: State, event: EvolvedFact): State;
  fork?(state: State): State;
}
export interface EvolvedFact {
  type: string;
  data: unknown;
  revision: number;
  eventId?: string;
  recordedAt?: string;
  undoes?: string | undefined;
}
export type Evolve<State> = (state: State, event: EvolvedFact) => State;

/** A recorded event as deciders evolve with it. */
export const evolvedFrom = (event: NewEvent & { revision: number }): EvolvedFact => ({
  type: event.type,
  data: event.data,
  revision: event.revision,
  eventId: event.id,
  recordedAt: event.metadata.recordedAt,
  undoes: event.metadata.undoes,
});

/**
 * One stream as commands see it. Where other processes write, too, its state is the committed one. A writer alone keeps
 * the state after everything decided: when an append fails there, that state never existed, and the stream is broken.
 */
export class CachedStream<State> {
  readonly known = new KnownCommands();
  /** Of the last event folded; -1: none. */
  revision = -1;
  /** Of the last event known to be committed. */
  position: Position | null = null;
  broken = false;
  pending = 0;
  /** Settles with the last append that was started. */
  tail: Promise<unknown> = Promise.resolve();
  /** When another process was last seen to write to it, in milliseconds of the process. */
  contestedAt = Number.NEGATIVE_INFINITY;
  /** An append ended without an answer: it may be stored. */
  isUncertain = false;
  /** It was taken to be empty without a look; its first append proves that. */
  isUnread = false;

  constructor(
    readonly name: string,
    public state: State,
  ) {}

  /** Folds an event of the log; one that is folded already changes nothing. */
  load(event: RecordedEvent, evolve: Evolve<State>): void {
    const { metadata, revision, position } = event;
    if (revision <= this.revision) return;
    this.fold(event, evolve);
    this.position = position;
    this.known.addLoaded(
      metadata.commandId,
      metadata.commandDigest,
      revision,
      position,
      millisecondsOf(metadata.recordedAt),
    );
  }

  /** Folds an event of this process; one that came back from the log before its append was answered is folded already. */
  fold(event: NewEvent & { revision: number }, evolve: Evolve<State>): void {
    if (event.revision <= this.revision) return;
    this.state = evolve(this.state, evolvedFrom(event));
    this.revision = event.revision;
  }

  /** An append reached the log. */
  committed(position: Position): void {
    this.isUnread = false;
    if (this.position === null || this.position < position) this.position = position;
  }
}
