import {
  GuildhallError,
  errorRegistry,
  type BlobRef,
  type A2aResponse,
  type ErrorCode,
  type QueuedA2aMessage,
  type JsonObject,
  type StoredMessage,
} from '@guildhall/contracts';
import type { Vault } from '@guildhall/vault';
import { isReachable } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { parseA2aRequest } from './a2a-message.js';
import { Mailboxes } from './mailboxes.js';
import { MessageWaiters, type EndedMessage } from './message-waiters.js';
import { SendMessage } from './send-message.command.js';
import { InjectVault } from '../stores/injection.js';
import { damaged, openedBytes, openedSentence } from '../stores/sealed-words.js';

type Failed = Extract<EndedMessage, { type: 'MessageFailed' }>['data'];

const longestWaitMs = 600_000;
const defaultWaitMs = 120_000;

export interface A2aAnswer {
  status: number;
  body: A2aResponse | QueuedA2aMessage;
}

/**
 * `POST /workspaces/:id/a2a`: the message is stored first, then the caller may wait for the answer. When the agent is
 * away or the time is up, the answer is 202 and says that it waits: nothing that was accepted is lost.
 */
@Injectable()
export class A2aEndpoint {
  constructor(
    private readonly commands: CommandBus,
    private readonly waiters: MessageWaiters,
    private readonly mailboxes: Mailboxes,
    private readonly graphs: OrgGraphs,
    @InjectVault() private readonly vault: Vault,
  ) {}

  /** `timeoutSeconds`: X-Timeout of the caller, which can only shorten or lengthen its own waiting. */
  async send(
    workspaceId: string,
    body: unknown,
    timeoutSeconds: number | null,
    who: Principal,
    meta: CommandMeta,
    signal: AbortSignal,
  ): Promise<A2aAnswer> {
    const { id, ...given } = parseA2aRequest(body);
    const stored = await this.commands.execute(new SendMessage(workspaceId, given, who, meta));
    if (this.mailboxes.find(workspaceId, stored.message_id) === undefined) {
      const past = await this.waiters.past(stored.conversation_id, stored.message_id);
      if (past !== null) return this.answer(id, past);
    }
    const status = this.graphs.workspace(who.org, workspaceId)?.status;
    const isComing = status === 'hibernated';
    if (status === undefined || (!isReachable(status) && !isComing)) return this.waits(workspaceId, stored);
    const waitMs = Math.min(
      longestWaitMs,
      timeoutSeconds === null || timeoutSeconds <= 0 ? defaultWaitMs : timeoutSeconds * 1_000,
    );
    const ended = await this.waiters.ended(stored.message_id, waitMs, signal);
    return ended === null ? this.waits(workspaceId, stored) : this.answer(id, ended);
  }

  private waits(workspaceId: string, stored: StoredMessage): A2aAnswer {
    const depth = this.mailboxes.depth(workspaceId);
    const isWorking = this.mailboxes.working(workspaceId)?.messageId === stored.message_id;
    const body: QueuedA2aMessage = {
      queued: !isWorking,
      status: isWorking ? 'working' : 'queued',
      queue_id: stored.message_id,
      message_id: stored.message_id,
      queue_depth: depth,
      message: isWorking
        ? 'The agent is still working on it; the answer will be in the chat.'
        : 'The message is stored and waits for the agent.',
    };
    return { status: 202, body };
  }

  private async answer(id: string | number, ended: EndedMessage): Promise<A2aAnswer> {
    if (ended.type === 'MessageAnswered')
      return { status: 200, body: { jsonrpc: '2.0', id, result: await this.open(ended.data.body) } };
    if (ended.type === 'MessageFailed') throw await this.failure(ended.data);
    if (ended.type === 'MessageExpired')
      throw new GuildhallError('MESSAGE_EXPIRED', { message_id: ended.data.messageId });
    throw new GuildhallError('MESSAGE_ALREADY_ENDED', { state: 'cancelled', message_id: ended.data.messageId });
  }

  private async failure({ cause, words, messageId }: Failed): Promise<GuildhallError> {
    const { code } = cause;
    const known: ErrorCode = Object.hasOwn(errorRegistry, code) ? (code as ErrorCode) : 'AGENT_FAILED';
    const reason = await openedSentence(this.vault, cause, words);
    const refusal = new GuildhallError(known, { reason, message_id: messageId });
    refusal.message = reason;
    return refusal;
  }

  private async open(ref: BlobRef): Promise<JsonObject> {
    const bytes = await openedBytes(this.vault, ref);
    if (bytes === damaged) throw new GuildhallError('CONTENT_DAMAGED');
    if (bytes === null) throw new GuildhallError('MESSAGE_EXPIRED', {});
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonObject;
  }
}
