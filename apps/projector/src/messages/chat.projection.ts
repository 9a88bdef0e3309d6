import type { ChatDocument, MessageFact, Ordinal, Recorded } from '@guildhall/contracts';
import { documentView } from '../engine/document-view.js';

/** Messages to agents, with what became of them. */
export const chatView = documentView<ChatDocument, MessageFact>({
  name: 'chat',
  version: 1,
  indexes: [{ fields: ['workspace_id', 'ordinal'] }, { fields: ['conversation_id', 'ordinal'] }],
  handles: [
    'MessageSent',
    'MessageQueued',
    'MessageDispatched',
    'MessageDelivered',
    'MessageAnswered',
    'MessageFailed',
    'MessageExpired',
    'MessageCancelled',
  ],
  begins: ['MessageSent'],
  key: (event) => event.data.messageId,
  fold: (message, event, ordinal) => {
    if (event.type === 'MessageSent') return sent(event, ordinal);
    if (message === null) throw new Error(`no message ${event.data.messageId} was sent before`);
    return { ...message, ...changeBy(event), position: event.position };
  },
});

type Sent = Extract<Recorded<MessageFact>, { type: 'MessageSent' }>;
type Later = Exclude<Recorded<MessageFact>, Sent>;

const sent = ({ data, metadata, position }: Sent, ordinal: Ordinal): ChatDocument => ({
  id: data.messageId,
  org: metadata.org,
  conversation_id: data.conversationId,
  context_id: data.contextId,
  workspace_id: data.workspaceId,
  from: data.from,
  state: 'queued',
  attempt: 0,
  body: data.body,
  answer_body: null,
  error: null,
  queued_cause: null,
  sent_at: metadata.recordedAt,
  answered_at: null,
  expires_at: data.expiresAt,
  duration_ms: null,
  ordinal,
  position,
});

const changeBy = (event: Later): Partial<ChatDocument> => {
  switch (event.type) {
    case 'MessageQueued':
      return { state: 'queued', queued_cause: event.data.cause };
    case 'MessageDispatched':
      return { state: 'working', attempt: event.data.attempt, queued_cause: null };
    case 'MessageDelivered':
      return { state: 'working' };
    case 'MessageAnswered':
      return {
        state: 'answered',
        answer_body: event.data.body,
        answered_at: event.metadata.recordedAt,
        duration_ms: event.data.durationMs,
      };
    case 'MessageFailed':
      return { state: 'failed', error: { code: event.data.code, cause: event.data.cause } };
    case 'MessageExpired':
      return { state: 'expired', queued_cause: null };
    case 'MessageCancelled':
      return { state: 'cancelled', queued_cause: null };
  }
};
