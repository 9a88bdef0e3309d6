import type { ChatMessageView, Page, SendMessageBody, StoredMessage, CancelledMessage } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

const at = (workspaceId: string): string => `/workspaces/${encodeURIComponent(workspaceId)}/messages`;

export const messagesClient = (connection: Connection) => ({
  /** Stored when this resolves; delivery and answer come through the live feed. */
  send: (workspaceId: string, body: SendMessageBody, options?: CommandOptions) =>
    connection.send<StoredMessage>('POST', at(workspaceId), body, options),
  /** Newest first. */
  list: (workspaceId: string, page: { limit?: number; after?: string } = {}, options?: QueryOptions) =>
    connection.get<Page<ChatMessageView>>(at(workspaceId), { ...page }, options),
  get: (workspaceId: string, messageId: string, options?: QueryOptions) =>
    connection.get<ChatMessageView>(`${at(workspaceId)}/${encodeURIComponent(messageId)}`, {}, options),
  cancel: (workspaceId: string, messageId: string, options?: CommandOptions) =>
    connection.send<CancelledMessage>(
      'POST',
      `${at(workspaceId)}/${encodeURIComponent(messageId)}/cancel`,
      undefined,
      options,
    ),
});
