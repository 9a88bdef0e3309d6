import type { CommandAnswer } from '../declarations/answer.js';
import type { Position } from '../ids.js';
import type { JsonObject } from '../json.js';
import type { MessageAuthor } from './events.js';

export const messageStates = ['queued', 'working', 'answered', 'failed', 'expired', 'cancelled'] as const;
export type MessageState = (typeof messageStates)[number];

/** One row of `GET /workspaces/:id/messages`. Texts are opened from sealed blobs at the query; null: its key was destroyed. */
export interface ChatMessageView {
  id: string;
  conversation_id: string;
  context_id: string;
  workspace_id: string;
  from: MessageAuthor;
  state: MessageState;
  attempt: number;
  text: string | null;
  answer: string | null;
  error: { code: string; cause: string } | null;
  queued_cause: string | null;
  sent_at: string;
  answered_at: string | null;
  expires_at: string;
  duration_ms: number | null;
  /** Of the last event folded into it. */
  position: Position;
}

/** `POST /workspaces/:id/messages` */
export interface StoredMessage extends CommandAnswer {
  message_id: string;
  conversation_id: string;
  context_id: string;
  state: 'queued';
}
/** `POST /workspaces/:id/messages/:messageId/cancel` */
export interface CancelledMessage extends CommandAnswer {
  message_id: string;
  state: 'cancelled';
}
/** `POST /workspaces/:id/a2a` with 200: JSON-RPC; `result` is the agent's A2A message or task. */
export interface A2aResponse {
  jsonrpc: '2.0';
  id: string | number;
  result: JsonObject;
}
/** `POST /workspaces/:id/a2a` with 202: the message is stored and not answered yet. */
export interface QueuedA2aMessage {
  queued: boolean;
  status: 'working' | 'queued';
  queue_id: string;
  message_id: string;
  queue_depth: number;
  message: string;
}
