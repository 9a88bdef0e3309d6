import {
  GuildhallError,
  instantOf,
  millisecondsOf,
  type BlobRef,
  type JsonObject,
  type MessageAuthor,
  type StoredMessage,
} from '@guildhall/contracts';
import { mayTalk } from '@guildhall/domain';
import type { Vault } from '@guildhall/vault';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import { recordedChange } from '../commands/recorded-change.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { derivedId } from '../commands/ids.js';
import { PlatformConfig } from '../config/platform.config.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { talkTree } from '../graph/talk-tree.js';
import { conversationStream } from './conversation.stream.js';
import { Mailboxes } from './mailboxes.js';
import { InjectVault } from '../stores/injection.js';

/** Messages that may wait for one agent. */
const mailboxLimit = 1_000;

export interface GivenMessage {
  message: JsonObject;
  /** The sender's own id of the message: the same id again is the same message. */
  messageId: string | null;
  contextId: string | null;
}

/** Stores a message for an agent. */
export class SendMessage extends Command<StoredMessage> {
  constructor(
    readonly workspaceId: string,
    readonly given: GivenMessage,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(SendMessage)
export class SendMessageHandler implements ICommandHandler<SendMessage> {
  constructor(
    private readonly runner: CommandRunner,
    @InjectVault() private readonly vault: Vault,
    private readonly graphs: OrgGraphs,
    private readonly mailboxes: Mailboxes,
    @Inject(PlatformConfig) private readonly config: Pick<PlatformConfig, 'messageTtlMs'>,
  ) {}

  async execute({ workspaceId, given, who, meta }: SendMessage): Promise<StoredMessage> {
    this.requireTarget(who, workspaceId);
    const from: MessageAuthor = { kind: who.kind, id: who.id };
    const context = given.contextId ?? `${from.kind}:${from.id}`;
    const conversationId = derivedId('conversation', who.org, workspaceId, context);
    const own = this.metaOf(workspaceId, given, from, meta);
    const messageId = derivedId('message-id', own.commandId);
    const command = {
      type: 'send',
      messageId,
      conversationId,
      workspaceId,
      contextId: context,
      from,
      body: await this.sealed(from, { ...given.message, messageId, contextId: conversationId }),
      hop: own.hop,
      expiresAt: instantOf(millisecondsOf(meta.now) + this.config.messageTtlMs),
    } as const;
    const decided = await this.runner.runAndFold(conversationStream, conversationId, command, own);
    return {
      message_id: messageId,
      conversation_id: conversationId,
      context_id: context,
      state: 'queued',
      ...recordedChange(decided),
    };
  }

  /** An agent that works on a message continues its chain; the sender's own id makes a repeat the same command. */
  private metaOf(
    workspaceId: string,
    { message, messageId }: GivenMessage,
    { kind, id }: MessageAuthor,
    meta: CommandMeta,
  ): CommandMeta {
    const working = kind === 'workspace' ? this.mailboxes.working(id) : undefined;
    return {
      ...meta,
      commandId: messageId === null ? meta.commandId : derivedId('message', meta.org, kind, id, workspaceId, messageId),
      hop: Math.max(meta.hop, working === undefined ? 0 : working.hop + 1),
      correlationId: working?.correlationId ?? meta.correlationId,
      fingerprint: JSON.stringify(message),
    };
  }

  private sealed({ kind, id }: MessageAuthor, a2a: JsonObject): Promise<BlobRef> {
    return this.vault.seal(`${kind}:${id}`, 'application/json', Buffer.from(JSON.stringify(a2a)));
  }

  private requireTarget(who: Principal, workspaceId: string): void {
    const target = this.graphs.workspace(who.org, workspaceId);
    if (target === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    if (target.removed !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id: workspaceId });
    if (who.workspaceId !== null && !mayTalk(talkTree(this.graphs, who.org), who.workspaceId, workspaceId)) {
      throw new GuildhallError('TALK_NOT_ALLOWED', { from: who.workspaceId, to: workspaceId });
    }
    const depth = this.mailboxes.depth(workspaceId);
    if (depth >= mailboxLimit) throw new GuildhallError('MAILBOX_FULL', { id: workspaceId, depth });
  }
}
