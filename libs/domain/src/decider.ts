import type { Fact } from '@guildhall/contracts';

/** A fact on its way into a state. `recordedAt`: ISO instant of the append; `undoes`: id of the event that it takes back. */
export type Evolved<F extends Fact> = F & {
  revision: number;
  eventId?: string;
  recordedAt?: string;
  undoes?: string | undefined;
};

/** What a command leads to. `undoes`: id of the event that the fact takes back; goes into the event's metadata. */
export type DecidedEvents<F extends Fact> = (F & { undoes?: string })[];

/**
 * The rules of one stream. No clock, random or I/O: ids and instants come in with the command.
 * `decide` never changes the state, gives `[]` when there is nothing to do and throws `GuildhallError` to refuse.
 * `evolve` may update the given state in place and returns it: its caller owns the state.
 * `fork` gives a state that evolves without changing the given one, at a cost that does not grow with it. A decider whose
 * `evolve` changes nothing in place needs none.
 */
export interface Decider<State, Command, F extends Fact> {
  initialState(): State;
  evolve(state: State, event: Evolved<F>): State;
  decide(state: State, command: Command): DecidedEvents<F>;
  fork?(state: State): State;
}

type StoredFact<F extends Fact> = F & {
  revision?: number;
  eventId?: string;
  recordedAt?: string;
  undoes?: string | undefined;
};

/** State after `events`, counted from revision 0 when they carry none. */
export const foldAll = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  events: Iterable<StoredFact<F>>,
): State => foldOnto(decider, decider.initialState(), events);

/** State after `events` that follow `state`; the first has revision `from` when it carries none. */
export const foldOnto = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  state: State,
  events: Iterable<StoredFact<F>>,
  from = 0,
): State => {
  let folded = state;
  let revision = from;
  for (const event of events) {
    folded = decider.evolve(folded, { ...event, revision: event.revision ?? revision });
    revision += 1;
  }
  return folded;
};

/** A state that may evolve while `state` stays as it is. */
export const forkOf = <State>(decider: { fork?(state: State): State }, state: State): State =>
  decider.fork === undefined ? state : decider.fork(state);
