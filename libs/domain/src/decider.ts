import type { Fact } from '@guildhall/contracts';

/** A fact on its way into a state. `recordedAt`: ISO instant of the append. */
export type Evolved<F extends Fact> = F & { revision: number; eventId?: string; recordedAt?: string };

/** What a command leads to. `undoes`: id of the event that the fact takes back; goes into the event's metadata. */
export type DecidedEvents<F extends Fact> = (F & { undoes?: string })[];

/**
 * The rules of one stream. No clock, random or I/O: ids and instants come in with the command.
 * `decide` never changes the state, gives `[]` when there is nothing to do and throws `GuildhallError` to refuse.
 * `evolve` may update the given state in place and returns it: its caller owns the state.
 */
export interface Decider<State, Command, F extends Fact> {
  initialState(): State;
  evolve(state: State, event: Evolved<F>): State;
  decide(state: State, command: Command): DecidedEvents<F>;
}

/** State after `events`, counted from revision 0 when they carry none. */
export const foldAll = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  events: Iterable<F & { revision?: number; eventId?: string; recordedAt?: string }>,
): State => {
  let state = decider.initialState();
  let revision = 0;
  for (const event of events) {
    state = decider.evolve(state, { ...event, revision: event.revision ?? revision });
    revision += 1;
  }
  return state;
};
