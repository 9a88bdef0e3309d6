import { GuildhallError } from '@guildhall/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner } from '../commands/command-runner.js';
import { recordedChange } from '../commands/recorded-change.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { Views } from '../stores/views.js';
import { conversationStream } from './conversation.stream.js';
import { Mailboxes } from './mailboxes.js';

export class CancelMessage extends Command<{
  message_id: string;
  state: 'cancelled';
  position: string;
  event_ids: string[];
}> {
  constructor(
    readonly workspaceId: string,
    readonly messageId: string,
    readonly who: Principal,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CancelMessage)
export class CancelMessageHandler implements ICommandHandler<CancelMessage> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly mailboxes: Mailboxes,
    private readonly views: Views,
  ) {}

  async execute({ workspaceId, messageId, who, meta }: CancelMessage) {
    const conversationId = await this.conversationOf(workspaceId, messageId, who);
    const command = { type: 'cancel', messageId } as const;
    const decided = await this.runner.runAndFold(conversationStream, conversationId, command, meta);
    return {
      message_id: messageId,
      state: 'cancelled' as const,
      ...recordedChange(decided),
    };
  }

  private async conversationOf(workspaceId: string, messageId: string, who: Principal): Promise<string> {
    const open = this.mailboxes.find(workspaceId, messageId);
    if (open !== undefined && open.org === who.org && isMine(who, open.from)) return open.conversationId;
    const ended = open === undefined ? await this.views.get('chat', messageId) : null;
    if (ended === null || ended['workspace_id'] !== workspaceId)
      throw new GuildhallError('MESSAGE_NOT_FOUND', { id: messageId });
    throw new GuildhallError('MESSAGE_ALREADY_ENDED', { state: ended['state'] });
  }
}

/** A workspace may take back only what it sent itself. */
const isMine = (who: Principal, from: { kind: string; id: string }): boolean =>
  who.kind !== 'workspace' || (from.kind === 'workspace' && from.id === who.workspaceId);
