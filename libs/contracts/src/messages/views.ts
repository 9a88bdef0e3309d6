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
}
