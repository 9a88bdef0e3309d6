import {
  causeSentence,
  type BlobRef,
  type ChatDocument,
  type ChatMessageView,
  type JsonObject,
  type Page,
} from '@guildhall/contracts';
import type { Document } from '@guildhall/read-store';
import type { Vault } from '@guildhall/vault';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Principal } from '../commands/command-meta.js';
import { Views } from '../stores/views.js';
import { textOfMessage, textOfResult } from './a2a-message.js';
import { InjectVault } from '../stores/injection.js';
import { damaged, damagedText, openedBytes, openedSentence } from '../stores/sealed-words.js';

/** The chat of a workspace, newest first. A workspace sees what it sent or was sent. */
export class ChatQuery extends Query<Page<ChatMessageView>> {
  constructor(
    readonly workspaceId: string,
    readonly options: { limit: number; after: string | null; messageId?: string },
    readonly who: Principal,
    readonly minPosition: string | null,
  ) {
    super();
  }
}

@QueryHandler(ChatQuery)
export class ChatQueryHandler implements IQueryHandler<ChatQuery> {
  constructor(
    private readonly views: Views,
    @InjectVault() private readonly vault: Vault,
  ) {}

  async execute({ workspaceId, options, who, minPosition }: ChatQuery): Promise<Page<ChatMessageView>> {
    await this.views.reached('chat', minPosition);
    const { limit, after, messageId } = options;
    const filter = { workspace_id: workspaceId, org: who.org, ...(messageId === undefined ? {} : { id: messageId }) };
    const sort = [{ field: 'ordinal', direction: 'desc' as const }];
    const found = await this.views.find('chat', filter, { sort, limit, ...(after === null ? {} : { after }) });
    return { items: await Promise.all(found.items.map((document) => this.view(document))), next: found.next };
  }

  private async view(document: Document): Promise<ChatMessageView> {
    const {
      body,
      answer_body: answerBody,
      ordinal: _ordinal,
      org: _org,
      ...shown
    } = document as unknown as ChatDocument;
    const { error, queued_cause: cause } = shown;
    return {
      ...shown,
      error: error && { code: error.cause.code, cause: await openedSentence(this.vault, error.cause, error.words) },
      queued_cause: cause && causeSentence(cause),
      text: await this.text(body, textOfMessage),
      answer: await this.text(answerBody, textOfResult),
    };
  }

  private async text(ref: BlobRef | null | undefined, read: (content: JsonObject) => string): Promise<string | null> {
    const bytes = await openedBytes(this.vault, ref);
    if (bytes === damaged) return damagedText;
    return bytes === null ? null : read(JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonObject);
  }
}
