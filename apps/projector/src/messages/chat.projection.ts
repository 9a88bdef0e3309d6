import {
  messageStatusAfter,
  shownMessageState,
  type ChatDocument,
  type MessageFact,
  type Ordinal,
  type Recorded,
} from '@guildhall/contracts';
import { documentView } from '../engine/view/document-view.js';

/** Messages to agents, with what became of them. */
export const chatView = documentView<ChatDocument, MessageFact>({
  name: 'chat',
  version: 2,
  indexes: [{ fields: ['workspace_id', 'ordinal'] }, { fields: ['conversation_id', 'ordinal'] }],
  handles: Object.keys(messageStatusAfter) as MessageFact['type'][],
  begins: ['MessageSent'],
  key: (event) => event.data.messageId,
  fold: (message, event, ordinal) => {
    if (event.type === 'MessageSent') return sent(event, ordinal);
    if (message === null) throw new Error(`no message ${event.data.messageId} was sent before`);
    const state = shownMessageState(messageStatusAfter[event.type]);
    return { ...message, state, ...columnsOf(event), position: event.position };
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
  state: shownMessageState(messageStatusAfter.MessageSent),
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

/** What an event says besides the state. */
const columnsOf = (event: Later): Partial<ChatDocument> => {
  switch (event.type) {
    case 'MessageQueued':
      return { queued_cause: event.data.cause };
    case 'MessageDispatched':
      return { attempt: event.data.attempt, queued_cause: null };
    case 'MessageAnswered': {
      const { body, durationMs } = event.data;
      return { answer_body: body, answered_at: event.metadata.recordedAt, duration_ms: durationMs };
    }
    case 'MessageFailed':
      return { error: { cause: event.data.cause, words: event.data.words } };
    default:
      // An agent has it, or it has ended: it waits for nothing.
      return { queued_cause: null };
  }
};
