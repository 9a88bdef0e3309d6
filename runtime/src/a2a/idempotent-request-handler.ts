import type { AgentCard, Message, SendMessageRequest, StreamResponse, Task } from '@a2a-js/sdk';
import { RequestMalformedError, UnsupportedOperationError } from '@a2a-js/sdk/errors';
import { DefaultRequestHandler, type AgentExecutor, type ServerCallContext } from '@a2a-js/sdk/server';
import type { Executions } from '../command/executions.js';
import type { AnswerJournal, KnownMessage } from '../state/answer-journal.js';
import { contextOf, incomingMessage } from './incoming-message.js';
import { JournalTaskStore } from './journal-task-store.js';

interface Claim {
  settled: Promise<void>;
  settle: () => void;
}

/**
 * Handles A2A requests so that a message is executed once: a repetition joins the running work, or gets the earlier
 * answer, also from before a crash.
 */
export class IdempotentRequestHandler extends DefaultRequestHandler {
  /** Messages that have arrived but are not in the journal yet. */
  private readonly claims = new Map<string, Claim>();

  constructor(
    card: AgentCard,
    executor: AgentExecutor,
    private readonly executions: Executions,
    private readonly journal: AnswerJournal,
  ) {
    super(card, new JournalTaskStore(journal), executor);
  }

  override async sendMessage(request: SendMessageRequest, context: ServerCallContext): Promise<Message | Task> {
    const { key, digest } = this.check(request);
    const known = await this.knownOrClaimed(key, digest);
    if (known !== null) {
      if (request.configuration?.returnImmediately !== true) await this.executions.inFlight(key);
      return this.getTask(
        { id: known.taskId, tenant: '', historyLength: request.configuration?.historyLength },
        context,
      );
    }
    try {
      return await super.sendMessage(withContext(request), context);
    } finally {
      this.begun(key);
    }
  }

  override async *sendMessageStream(
    request: SendMessageRequest,
    context: ServerCallContext,
  ): AsyncGenerator<StreamResponse, void, undefined> {
    const { key, digest } = this.check(request);
    const known = await this.knownOrClaimed(key, digest);
    if (known !== null) {
      if (known.answer === null) yield* this.resubscribe({ id: known.taskId, tenant: '' }, context);
      else yield { payload: { $case: 'task', value: await this.getTask({ id: known.taskId, tenant: '' }, context) } };
      return;
    }
    try {
      yield* super.sendMessageStream(withContext(request), context);
    } finally {
      this.begun(key);
    }
  }

  /** The message is in the journal, or was refused: repetitions may look it up. */
  begun(key: string): void {
    this.claims.get(key)?.settle();
    this.claims.delete(key);
  }

  private check(request: SendMessageRequest): { key: string; digest: string } {
    if (request.message !== undefined && request.message.taskId !== '') {
      throw new UnsupportedOperationError(
        'Every message is a task of its own here: send it without a taskId, in the same contextId.',
      );
    }
    return incomingMessage(request.message);
  }

  /** The known message; null if it is new, which claims it for the caller. */
  private async knownOrClaimed(key: string, digest: string): Promise<KnownMessage | null> {
    for (let claim = this.claims.get(key); claim !== undefined; claim = this.claims.get(key)) await claim.settled;
    const known = this.journal.find(key);
    if (known === undefined) {
      this.claim(key);
      return null;
    }
    if (known.digest !== digest)
      throw new RequestMalformedError('This messageId was used for another message: every message needs its own.');
    return known;
  }

  private claim(key: string): void {
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    this.claims.set(key, { settled, settle });
  }
}

const withContext = (request: SendMessageRequest): SendMessageRequest =>
  request.message === undefined
    ? request
    : { ...request, message: { ...request.message, contextId: contextOf(request.message) } };
