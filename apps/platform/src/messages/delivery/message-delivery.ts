import type { Cause, ErrorCode, JsonObject } from '@guildhall/contracts';
import type { Vault } from '@guildhall/vault';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandRunner } from '../../commands/command-runner.js';
import { systemMeta } from '../../commands/system-meta.js';
import { PlatformConfig } from '../../config/platform.config.js';
import {
  AgentCallFailed,
  AgentClient,
  AgentEndpoints,
  type AgentFailure,
  type KnownAgent,
} from '../../registry/index.js';
import { outcomeOf, type AgentOutcome } from '../a2a-message.js';
import { conversationStream, type ConversationCommand } from '../conversation.stream.js';
import type { OpenMessage } from '../mailboxes.js';
import { InjectVault } from '../../stores/injection.js';
import { damaged, openedBytes, sealWords } from '../../stores/sealed-words.js';

/** What a delivery came to. `again`: it certainly was not done, or may safely be done again. */
export type DeliveryOutcome = 'ended' | 'again';

/** An agent that dies again and again over the same message is not asked for ever. */
const deliveriesThatMayDie = 3;
const pollEveryMs = 1_000;

const codeOf: Record<Exclude<AgentFailure, 'unreachable'>, ErrorCode> = {
  died: 'AGENT_DIED',
  'no-answer': 'AGENT_NO_ANSWER',
  'bad-answer': 'AGENT_BAD_ANSWER',
  refused: 'AGENT_FAILED',
};

/** Takes one message to its agent and records what came of it: the fact of leaving before the request leaves. */
@Injectable()
export class MessageDelivery {
  constructor(
    private readonly runner: CommandRunner,
    @InjectVault() private readonly vault: Vault,
    private readonly client: AgentClient,
    private readonly endpoints: AgentEndpoints,
    @Inject(PlatformConfig) private readonly config: Pick<PlatformConfig, 'agentTimeoutMs'>,
  ) {}

  async deliver(message: OpenMessage, agent: KnownAgent): Promise<DeliveryOutcome> {
    const attempt = message.attempt + 1;
    const body = await openedBytes(this.vault, message.body);
    if (body === null || body === damaged) {
      const reason = body === null ? 'text_erased' : 'text_damaged';
      return this.fail(message, attempt, { code: 'MESSAGE_INVALID', details: { reason } });
    }
    await this.record(message, ['dispatch', attempt], {
      type: 'dispatch',
      messageId: message.messageId,
      incarnation: agent.incarnation,
    });
    const startedAt = performance.now();
    try {
      const result = await this.result(
        message,
        agent,
        JSON.parse(Buffer.from(body).toString('utf8')) as JsonObject,
        attempt,
      );
      return await this.ended(message, attempt, result, Math.round(performance.now() - startedAt));
    } catch (error) {
      if (!(error instanceof AgentCallFailed)) throw error;
      return this.failed(message, attempt, agent, error);
    }
  }

  /** A message that was dispatched and whose outcome is unknown. */
  async recover(message: OpenMessage, agent: KnownAgent | undefined): Promise<DeliveryOutcome> {
    if (agent?.repeatsAnswers === true) return this.requeue(message, message.attempt, { code: 'outcome_unknown' });
    return this.fail(message, message.attempt, { code: 'OUTCOME_UNKNOWN' });
  }

  async expire(message: OpenMessage): Promise<void> {
    await this.record(message, ['expire'], { type: 'expire', messageId: message.messageId });
  }

  /** Says once why a message waits. */
  async wait(message: OpenMessage, cause: Cause): Promise<void> {
    await this.record(message, ['wait', message.attempt, JSON.stringify(cause)], {
      type: 'queue',
      messageId: message.messageId,
      cause,
    });
  }

  /** `said`: what the agent said of it, which is sealed as its answers are. */
  async fail(
    message: OpenMessage,
    attempt: number,
    cause: Cause & { code: ErrorCode },
    said: string | null = null,
  ): Promise<DeliveryOutcome> {
    const { messageId, workspaceId } = message;
    const words = await sealWords(this.vault, workspaceId, said);
    await this.record(message, ['end', attempt], { type: 'fail', messageId, cause, words });
    return 'ended';
  }

  private async result(message: OpenMessage, agent: KnownAgent, a2a: JsonObject, attempt: number): Promise<JsonObject> {
    const headers = headersOf(message);
    const params = { message: a2a, configuration: { blocking: true, acceptedOutputModes: ['text/plain'] } };
    const place = { workspaceId: message.workspaceId, address: await this.endpoints.open(agent) };
    const ask = (method: string, asked: JsonObject): Promise<JsonObject> =>
      this.client.call(place, rpc(message.messageId, method, asked), headers, this.config.agentTimeoutMs);
    let result = await ask('message/send', params);
    const deadline = performance.now() + this.config.agentTimeoutMs;
    let outcome = outcomeOf(result);
    if (outcome.kind === 'working') {
      const { taskId } = outcome;
      await this.record(message, ['delivered', attempt], { type: 'delivered', messageId: message.messageId, taskId });
      while (outcome.kind === 'working') {
        if (performance.now() > deadline)
          throw new AgentCallFailed('no-answer', { timeoutMs: this.config.agentTimeoutMs });
        await delay(pollEveryMs);
        result = await ask('tasks/get', { id: taskId });
        outcome = outcomeOf(result);
      }
    }
    if (outcome.kind === 'invalid')
      throw new AgentCallFailed('bad-answer', { ...outcome.details, reason: outcome.reason });
    if (outcome.kind === 'failed') throw refusedBy(outcome);
    return result;
  }

  private async ended(
    message: OpenMessage,
    attempt: number,
    result: JsonObject,
    durationMs: number,
  ): Promise<DeliveryOutcome> {
    const bytes = Buffer.from(JSON.stringify(result));
    const body = await this.vault.seal(`workspace:${message.workspaceId}`, 'application/json', bytes);
    await this.record(message, ['end', attempt], { type: 'answer', messageId: message.messageId, body, durationMs });
    return 'ended';
  }

  private async failed(
    message: OpenMessage,
    attempt: number,
    agent: KnownAgent,
    error: AgentCallFailed,
  ): Promise<DeliveryOutcome> {
    const { failure, details, words } = error;
    if (failure === 'unreachable') return this.requeue(message, attempt, { code: 'agent_unreachable', details });
    if (failure === 'died' && agent.repeatsAnswers && attempt < deliveriesThatMayDie) {
      return this.requeue(message, attempt, { code: 'agent_died_at_work' });
    }
    return this.fail(message, attempt, { code: codeOf[failure], details }, words);
  }

  private async requeue(message: OpenMessage, attempt: number, cause: Cause): Promise<DeliveryOutcome> {
    await this.record(message, ['requeue', attempt], { type: 'requeue', messageId: message.messageId, cause });
    return 'again';
  }

  private async record(
    message: OpenMessage,
    key: readonly (string | number)[],
    command: ConversationCommand,
  ): Promise<void> {
    const { org, correlationId, hop, traceparent, messageId, conversationId } = message;
    const meta = systemMeta('messages', {
      org,
      key: [messageId, ...key],
      correlationId,
      causationId: messageId,
      hop,
      traceparent,
    });
    await this.runner.runAndFold(conversationStream, conversationId, command, meta);
  }
}

const rpc = (id: string, method: string, params: JsonObject): JsonObject => ({ jsonrpc: '2.0', id, method, params });

const refusedBy = (outcome: AgentOutcome & { kind: 'failed' }): AgentCallFailed => {
  if ('words' in outcome) return new AgentCallFailed('refused', {}, outcome.words);
  const { reason, state } = outcome;
  return new AgentCallFailed('refused', { reason, state });
};

const headersOf = (message: OpenMessage): Record<string, string> => ({
  'x-guildhall-hop': String(message.hop),
  'x-correlation-id': message.correlationId,
  ...(message.from.kind === 'workspace' ? { 'x-workspace-id': message.from.id } : {}),
  ...(message.traceparent === null ? {} : { traceparent: message.traceparent }),
});
