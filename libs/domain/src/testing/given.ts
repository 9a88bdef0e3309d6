import { GuildhallError, type ErrorCode, type ErrorDetails, type Fact } from '@guildhall/contracts';
import { foldAll, foldOnto, forkOf, type DecidedEvents, type Decider } from '../decider.js';
import { sameJson } from '../json-equality.js';

/** A specification that does not hold, with what was expected and what came. */
export class SpecificationFailed extends Error {
  constructor(sentence: string, expected: unknown, actual: unknown) {
    super(`${sentence}\nexpected: ${JSON.stringify(expected, null, 2)}\nactual: ${JSON.stringify(actual, null, 2)}`);
    this.name = 'SpecificationFailed';
  }
}

/** An event that happened; `eventId` is `event-<revision>` where none is given. */
export type GivenEvent<F extends Fact> = F & { eventId?: string; recordedAt?: string; undoes?: string };

export interface Then<F extends Fact> {
  /** Exactly these facts, in this order. */
  then(...facts: DecidedEvents<F>): void;
  thenNothing(): void;
  /** `details`: those that must be among the refusal's. */
  thenRefused(code: ErrorCode, details?: ErrorDetails): void;
}

/** `given(decider, ...events).when(command).then(...facts)`: what a decider makes of a command after these events. */
export const given = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  ...events: GivenEvent<F>[]
) => ({
  when: (command: Command): Then<F> => {
    const numbered = events.map((event, revision) => ({ ...event, eventId: event.eventId ?? `event-${revision}` }));
    const outcome = outcomeOf(decider, foldAll(decider, numbered), command);
    requireForks(decider, numbered, command, outcome);
    return {
      then: (...facts) => expectFacts(outcome, facts),
      thenNothing: () => expectFacts(outcome, []),
      thenRefused: (code, details = {}) => expectRefusal(outcome, code, details),
    };
  },
});

type Outcome<F extends Fact> = { facts: DecidedEvents<F> } | { refusal: GuildhallError };

/** Decides twice: a decision that changed the state would come out differently. */
const outcomeOf = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  state: State,
  command: Command,
): Outcome<F> => {
  const first = decideOnce(decider, state, command);
  const second = decideOnce(decider, state, command);
  if (!sameJson(plain(first), plain(second))) {
    throw new SpecificationFailed('decide changed the state', plain(first), plain(second));
  }
  return first;
};

/** Decides on a fork of the state after the first half of the events: as on the state itself, which stays as it is. */
const requireForks = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  events: readonly F[],
  command: Command,
  outcome: Outcome<F>,
): void => {
  const half = Math.floor(events.length / 2);
  const base = foldAll(decider, events.slice(0, half));
  const before = decideOnce(decider, base, command);
  const fork = foldOnto(decider, forkOf(decider, base), events.slice(half), half);
  const onFork = decideOnce(decider, fork, command);
  if (!sameJson(plain(onFork), plain(outcome))) {
    throw new SpecificationFailed('a fork decides otherwise', plain(outcome), plain(onFork));
  }
  const after = decideOnce(decider, base, command);
  if (!sameJson(plain(before), plain(after))) {
    throw new SpecificationFailed('a fork changed the state it was made of', plain(before), plain(after));
  }
};

const decideOnce = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  state: State,
  command: Command,
): Outcome<F> => {
  try {
    return { facts: decider.decide(state, command) };
  } catch (refusal) {
    if (refusal instanceof GuildhallError) return { refusal };
    throw refusal;
  }
};

const plain = (outcome: Outcome<Fact>): unknown =>
  'facts' in outcome ? outcome.facts : { code: outcome.refusal.code, details: outcome.refusal.details };

const expectFacts = (outcome: Outcome<Fact>, facts: readonly Fact[]): void => {
  if ('facts' in outcome && sameJson(outcome.facts, facts)) return;
  throw new SpecificationFailed('other facts were decided', facts, plain(outcome));
};

const expectRefusal = (outcome: Outcome<Fact>, code: ErrorCode, details: ErrorDetails): void => {
  const isRefused = 'refusal' in outcome && outcome.refusal.code === code;
  const actual = 'refusal' in outcome ? outcome.refusal.details : {};
  if (isRefused && Object.keys(details).every((key) => sameJson(actual[key], details[key]))) return;
  throw new SpecificationFailed('it was not refused like that', { code, details }, plain(outcome));
};
