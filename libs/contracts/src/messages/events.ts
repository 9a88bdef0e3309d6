import type { Cause } from '../declarations/cause.js';
import { defineEvent, type FactOf } from '../declarations/event.js';
import type { BlobRef, ConversationId, Id, Instant, MessageId, WorkspaceId } from '../ids.js';
import { failureWithCause, waitWithCause } from './upcasts.js';

/** Who wrote a message to an agent. */
export interface MessageAuthor {
  kind: 'operator' | 'service' | 'workspace';
  id: Id;
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
  /** Stored before the sender gets an answer. `body` holds the A2A message as JSON. */
  MessageSent: defineEvent<
    OfMessage & { contextId: Id; from: MessageAuthor; body: BlobRef; hop: number; expiresAt: Instant }
  >()('MessageSent', {
    ...state,
    personal: ['body'],
    sentence: ({ from }, { nameOf }) =>
      from.kind === 'workspace' ? `Received a message from ${nameOf(from.id)}` : 'Received a message',
  }),
  /** Waits in the mailbox, or is back there after a delivery that certainly did not happen. */
  MessageQueued: defineEvent<OfMessage & { cause: Cause }>()('MessageQueued', {
    ...state,
    upcasts: [waitWithCause],
    sentence: ({ cause }, { becauseOf }) => `Message is waiting: ${becauseOf(cause)}`,
  }),
  /** Recorded before the request leaves. */
  MessageDispatched: defineEvent<OfMessage & { attempt: number; incarnation: number }>()('MessageDispatched', {
    ...state,
    sentence: ({ attempt }) =>
      attempt > 1 ? `Sent the message to the agent again, attempt ${attempt}` : 'Sent the message to the agent',
  }),
  /** The agent took it as a task that continues. */
  MessageDelivered: defineEvent<OfMessage & { taskId: Id }>()('MessageDelivered', {
    ...state,
    sentence: () => 'Agent accepted the message as a task',
  }),
  /** `body` holds the agent's A2A result (message or task) as JSON. */
  MessageAnswered: defineEvent<OfMessage & { body: BlobRef; durationMs: number }>()('MessageAnswered', {
    ...state,
    personal: ['body'],
    sentence: ({ durationMs }) => `Answered the message after ${durationMs} ms`,
  }),
  /** `words`: what the agent said of it; null: nothing. */
  MessageFailed: defineEvent<OfMessage & { cause: Cause; words: BlobRef | null }>()('MessageFailed', {
    ...state,
    personal: ['words'],
    upcasts: [failureWithCause],
    sentence: ({ cause }, { becauseOf }) => `Message failed: ${becauseOf(cause)}`,
  }),
  MessageExpired: defineEvent<OfMessage>()('MessageExpired', {
    ...state,
    sentence: () => 'Message expired before it was delivered',
  }),
  MessageCancelled: defineEvent<OfMessage>()('MessageCancelled', {
    ...state,
    sentence: () => 'Message was cancelled',
  }),
} as const;

export type MessageFact = FactOf<(typeof messageEvents)[keyof typeof messageEvents]>;
