import {
  GuildhallError,
  isOpenMessage,
  messageStatusAfter,
  shownMessageState,
  type BlobRef,
  type Cause,
  type ConversationId,
  type EndedMessageStatus,
  type Instant,
  type MessageAuthor,
  type MessageFact,
  type MessageId,
  type OfMessage,
  type OpenMessageStatus,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';
import { sameJson } from '../json-equality.js';
import { LayeredMap, type Table } from '../layered-map.js';
import { RecentKeys } from '../recent-keys.js';
import { hopLimit } from '../registry/talk.js';

export interface SendMessageCommand {
  type: 'send';
  messageId: MessageId;
  conversationId: ConversationId;
  /** The workspace that is addressed. */
  workspaceId: WorkspaceId;
  contextId: string;
  from: MessageAuthor;
  body: BlobRef;
  /** Agents that the work has passed through. */
  hop: number;
  expiresAt: Instant;
}
/** What happens to a message. `queue` says why it waits; `requeue` puts back what was certainly not delivered. */
export type MessageStep = { messageId: MessageId } & (
  | { type: 'queue'; cause: Cause }
  | { type: 'dispatch'; incarnation: number }
  | { type: 'delivered'; taskId: string }
  | { type: 'requeue'; cause: Cause }
  | { type: 'answer'; body: BlobRef; durationMs: number }
  | { type: 'fail'; cause: Cause; words: BlobRef | null }
  | { type: 'expire' }
  | { type: 'cancel' }
);
export type ConversationCommand = SendMessageCommand | MessageStep;

interface OpenMessage {
  messageRef: OfMessage;
  status: OpenMessageStatus;
  attempt: number;
  waitsFor: Cause | null;
}
/** Open messages, and how the newest ended ones ended. */
export interface ConversationState {
  open: Table<MessageId, OpenMessage>;
  ended: RecentKeys<EndedMessageStatus>;
}

const rememberedEnded = 1_000;

/** The statuses in which a step counts; in any other it is a late or repeated report. */
const steps: Record<MessageStep['type'], readonly OpenMessageStatus[]> = {
  queue: ['queued'],
  dispatch: ['queued'],
  delivered: ['dispatched'],
  requeue: ['dispatched', 'delivered'],
  answer: ['dispatched', 'delivered'],
  fail: ['queued', 'dispatched', 'delivered'],
  expire: ['queued'],
  cancel: ['queued'],
};

const evolve = (state: ConversationState, event: Evolved<MessageFact>): ConversationState => {
  const { messageId, conversationId, workspaceId } = event.data;
  const status = messageStatusAfter[event.type];
  if (event.type === 'MessageSent') {
    const messageRef = { messageId, conversationId, workspaceId };
    state.open.set(messageId, { messageRef, status: 'queued', attempt: 0, waitsFor: null });
  } else if (isOpenMessage(status)) {
    const message = state.open.get(messageId);
    if (message !== undefined) state.open.set(messageId, { ...message, status, ...delivery(event) });
  } else {
    state.open.delete(messageId);
    state.ended.add(messageId, status);
  }
  return state;
};

const delivery = ({ type, data }: MessageFact): Partial<OpenMessage> => {
  if (type === 'MessageQueued') return { waitsFor: data.cause };
  return type === 'MessageDispatched' ? { attempt: data.attempt, waitsFor: null } : {};
};

const decide = (state: ConversationState, command: ConversationCommand): MessageFact[] => {
  if (command.type === 'send') return send(state, command);
  const message = state.open.get(command.messageId);
  if (message === undefined) return stepOfEnded(state, command);
  if (!steps[command.type].includes(message.status)) {
    if (command.type === 'cancel') {
      throw new GuildhallError('MESSAGE_ALREADY_ENDED', { state: shownMessageState(message.status) });
    }
    return [];
  }
  return apply(message, command);
};

const send = (state: ConversationState, { type: _type, ...data }: SendMessageCommand): MessageFact[] => {
  if (state.open.has(data.messageId) || state.ended.has(data.messageId)) return [];
  if (data.hop > hopLimit) throw new GuildhallError('HOP_LIMIT', { hop: data.hop, limit: hopLimit });
  return [{ type: 'MessageSent', data }];
};

const stepOfEnded = (state: ConversationState, { type, messageId }: MessageStep): MessageFact[] => {
  const status = state.ended.get(messageId);
  if (status === undefined) throw new GuildhallError('MESSAGE_NOT_FOUND', { id: messageId });
  if (type === 'cancel') throw new GuildhallError('MESSAGE_ALREADY_ENDED', { state: status });
  return [];
};

const apply = ({ messageRef, attempt, waitsFor }: OpenMessage, step: MessageStep): MessageFact[] => {
  switch (step.type) {
    case 'queue':
      return sameJson(step.cause, waitsFor)
        ? []
        : [{ type: 'MessageQueued', data: { ...messageRef, cause: step.cause } }];
    case 'requeue':
      return [{ type: 'MessageQueued', data: { ...messageRef, cause: step.cause } }];
    case 'dispatch': {
      const { incarnation } = step;
      return [{ type: 'MessageDispatched', data: { ...messageRef, attempt: attempt + 1, incarnation } }];
    }
    case 'delivered':
      return [{ type: 'MessageDelivered', data: { ...messageRef, taskId: step.taskId } }];
    case 'answer':
      return [{ type: 'MessageAnswered', data: { ...messageRef, body: step.body, durationMs: step.durationMs } }];
    case 'fail':
      return [{ type: 'MessageFailed', data: { ...messageRef, cause: step.cause, words: step.words } }];
    case 'expire':
      return [{ type: 'MessageExpired', data: messageRef }];
    case 'cancel':
      return [{ type: 'MessageCancelled', data: messageRef }];
  }
};

/** Stream `conversation-<id>`. */
export const conversationDecider: Decider<ConversationState, ConversationCommand, MessageFact> = {
  initialState: () => ({ open: new Map(), ended: new RecentKeys(rememberedEnded) }),
  evolve,
  decide,
  fork: ({ open, ended }) => ({ open: new LayeredMap(open), ended: ended.fork() }),
};
