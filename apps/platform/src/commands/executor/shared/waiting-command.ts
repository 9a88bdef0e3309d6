import type { CommandDecision, DecisionBasis } from '../command-decision.js';
import type { CommandOutcome } from '../stream-executor.js';
import type { StreamType } from '../stream-type.js';

/** A command in the queue of its stream, until it is answered. */
export class WaitingCommand {
  readonly answered: Promise<CommandOutcome>;
  /** The log was read after it had come: a refusal or a no-op needs no further proof. */
  isProved = false;
  /** It shares no append with others. */
  isAlone = false;
  private readonly answer = Promise.withResolvers<CommandOutcome>();

  /** `since`: when it came, in milliseconds of the executor's clock. */
  constructor(
    readonly streamType: StreamType<unknown, unknown>,
    readonly fresh: boolean,
    readonly since: number,
    readonly decide: (basis: DecisionBasis<unknown>) => CommandDecision,
  ) {
    this.answered = this.answer.promise;
  }

  settle(outcome: () => CommandOutcome): void {
    try {
      this.answer.resolve(outcome());
    } catch (refusal) {
      this.answer.reject(refusal);
    }
  }

  fail(error: unknown): void {
    this.answer.reject(error);
  }
}
