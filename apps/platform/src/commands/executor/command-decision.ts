import { GuildhallError, instantOf, type NewEvent, type Position } from '@guildhall/contracts';
import { eventId } from '../ids.js';
import { envelop, type DecidedFact } from './event-envelope.js';
import type { KnownCommand } from './known-commands.js';
import type { CommandOutcome, CommandRequest } from './stream-executor.js';

/** What a command is decided on. */
export interface DecisionBasis<State> {
  name: string;
  state: State;
  revision: number;
  known: { get(commandId: string): KnownCommand | undefined };
}

/** What a command comes to. `accepted` without events: there is nothing to do. */
export type CommandDecision =
  | { kind: 'repeated'; known: KnownCommand; eventIds: string[] }
  | { kind: 'refused'; refusal: unknown }
  | { kind: 'accepted'; commandId: string; known: KnownCommand; facts: readonly DecidedFact[]; events: NewEvent[] };

/** Decides without waiting for anything and without changing the state. `at`: milliseconds since the epoch. */
export const decideOn = <State, Command>(
  basis: DecisionBasis<State>,
  request: CommandRequest<State, Command>,
  at: number,
): CommandDecision => {
  const { meta, digest } = request;
  const known = basis.known.get(meta.commandId);
  if (known !== undefined) return repeated(basis.name, meta.commandId, known, digest);
  try {
    request.check?.(basis.state, basis.revision);
    const facts = request.streamType.decider.decide(basis.state, request.command);
    const events = envelop(basis.name, facts, meta, digest, instantOf(at));
    const mine = { digest, revision: basis.revision + 1, count: events.length, position: null, at };
    return { kind: 'accepted', commandId: meta.commandId, known: mine, facts, events };
  } catch (refusal) {
    return { kind: 'refused', refusal };
  }
};

const repeated = (stream: string, commandId: string, known: KnownCommand, digest: string): CommandDecision => {
  if (known.digest !== digest) return { kind: 'refused', refusal: new GuildhallError('IDEMPOTENCY_KEY_REUSED') };
  const eventIds = Array.from({ length: known.count }, (_, index) => eventId(stream, commandId, index));
  return { kind: 'repeated', known, eventIds };
};

/** The answer once all is committed that the command was decided on; throws a refusal. */
export const outcomeOf = <State>(
  decision: CommandDecision,
  { state, revision }: { state: State; revision: number },
  position: Position | null,
): CommandOutcome<State> => {
  if (decision.kind === 'refused') throw decision.refusal;
  if (decision.kind === 'repeated') {
    const { known, eventIds } = decision;
    return { position: known.position, eventIds, revision, repeated: true, facts: [], state };
  }
  const { facts, events } = decision;
  return { position, eventIds: events.map(({ id }) => id), revision, repeated: false, facts, state };
};
