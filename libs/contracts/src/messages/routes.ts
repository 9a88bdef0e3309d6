import type { Page } from '../declarations/answer.js';
import { defineRoute } from '../declarations/route.js';
import type { JsonObject } from '../json.js';
import type { PageQuery } from '../paging.js';
import type { SendMessageBody } from './bodies.js';
import type { A2aResponse, CancelledMessage, ChatMessageView, QueuedA2aMessage, StoredMessage } from './views.js';

export const messageRoutes = {
  /** The body is foreign JSON: JSON-RPC, or bare `{ method, params }`. */
  a2a: defineRoute<{ body: JsonObject; answer: A2aResponse | QueuedA2aMessage }>()('POST', '/workspaces/:id/a2a', {
    permission: 'messages.send',
    summary: 'Send an A2A message to the agent and wait for its answer; 202 when the message waits in the mailbox',
    statuses: [200, 202],
  }),
  send: defineRoute<{ body: SendMessageBody; answer: StoredMessage }>()('POST', '/workspaces/:id/messages', {
    permission: 'messages.send',
    summary: 'Store a message for the agent; delivery and answer arrive through the live feed',
    statuses: [202],
  }),
  list: defineRoute<{ query: PageQuery; answer: Page<ChatMessageView> }>()('GET', '/workspaces/:id/messages', {
    permission: 'messages.read',
    summary: 'List the messages of a workspace, newest first',
  }),
  get: defineRoute<{ answer: ChatMessageView }>()('GET', '/workspaces/:id/messages/:messageId', {
    permission: 'messages.read',
    summary: 'Read one message with its answer',
  }),
  cancel: defineRoute<{ answer: CancelledMessage }>()('POST', '/workspaces/:id/messages/:messageId/cancel', {
    permission: 'messages.send',
    summary: 'Cancel a message that still waits',
  }),
} as const;
