import { defineEvent, type FactOf } from '../events/declaration.js';
import type { BlobRef, ConversationId, Instant, MessageId, WorkspaceId } from '../ids.js';

/** Who wrote a message to an agent. */
export interface MessageAuthor {
  kind: 'operator' | 'service' | 'workspace';
  id: string;
}

/** On every message event, so that a fold needs no other document. */
export interface OfMessage {
  messageId: MessageId;
  conversationId: ConversationId;
  /** The workspace that is addressed. */
  workspaceId: WorkspaceId;
}

const state = { permission: 'messages.read', foldsGraph: true } as const;

/** Stream `conversation-<UUIDv5(org, workspace, contextId)>`. */
export const messageEvents = {
  /** Stored; nothing is said to be sent that was not. `body` holds the A2A message as JSON. */
  MessageSent: defineEvent<
    OfMessage & { contextId: string; from: MessageAuthor; body: BlobRef; hop: number; expiresAt: Instant }
  >()('MessageSent', { ...state, personal: ['body'] }),
  /** Waits in the mailbox, or is back there after a delivery that certainly did not happen. */
  MessageQueued: defineEvent<OfMessage & { cause: string }>()('MessageQueued', state),
  /** Recorded before the request leaves. */
  MessageDispatched: defineEvent<OfMessage & { attempt: number; incarnation: number }>()('MessageDispatched', state),
  /** The agent took it as a task that goes on. */
  MessageDelivered: defineEvent<OfMessage & { taskId: string }>()('MessageDelivered', state),
  /** `body` holds the agent's A2A result (message or task) as JSON. */
  MessageAnswered: defineEvent<OfMessage & { body: BlobRef; durationMs: number }>()('MessageAnswered', {
    ...state,
    personal: ['body'],
  }),
  MessageFailed: defineEvent<OfMessage & { code: string; cause: string }>()('MessageFailed', state),
  MessageExpired: defineEvent<OfMessage>()('MessageExpired', state),
  MessageCancelled: defineEvent<OfMessage>()('MessageCancelled', state),
} as const;

export type MessageFact = FactOf<(typeof messageEvents)[keyof typeof messageEvents]>;
