import {
  GuildhallError,
  type BlobRef,
  type ConversationId,
  type Instant,
  type MessageAuthor,
  type MessageFact,
  type MessageId,
  type MessageState,
  type OfMessage,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';
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
/** What becomes of a message. `queue` says why it waits; `requeue` puts back what certainly was not delivered. */
export type MessageStep = { messageId: MessageId } & (
  | { type: 'queue'; cause: string }
  | { type: 'dispatch'; incarnation: number }
  | { type: 'delivered'; taskId: string }
  | { type: 'requeue'; cause: string }
  | { type: 'answer'; body: BlobRef; durationMs: number }
  | { type: 'fail'; code: string; cause: string }
  | { type: 'expire' }
  | { type: 'cancel' }
);
export type ConversationCommand = SendMessageCommand | MessageStep;

type OpenState = 'queued' | 'dispatched' | 'delivered';
type EndedState = Extract<MessageState, 'answered' | 'failed' | 'expired' | 'cancelled'>;

interface OpenMessage {
  of: OfMessage;
  state: OpenState;
  attempt: number;
  waitsFor: string | null;
}
/** Open messages, and how the newest ended ones ended. */
export interface ConversationState {
  open: Map<MessageId, OpenMessage>;
  ended: RecentKeys<EndedState>;
}

const rememberedEnded = 1_000;

/** In which states a step means something; anywhere else it is a late or doubled report. */
const steps: Record<MessageStep['type'], readonly OpenState[]> = {
  queue: ['queued'],
  dispatch: ['queued'],
  delivered: ['dispatched'],
  requeue: ['dispatched', 'delivered'],
  answer: ['dispatched', 'delivered'],
  fail: ['queued', 'dispatched', 'delivered'],
  expire: ['queued'],
  cancel: ['queued'],
};

const evolve = (state: ConversationState, { type, data }: Evolved<MessageFact>): ConversationState => {
  const { messageId, conversationId, workspaceId } = data;
  const of = { messageId, conversationId, workspaceId };
  switch (type) {
    case 'MessageSent':
      state.open.set(messageId, { of, state: 'queued', attempt: 0, waitsFor: null });
      return state;
    case 'MessageQueued':
      return changed(state, messageId, { state: 'queued', waitsFor: data.cause });
    case 'MessageDispatched':
      return changed(state, messageId, { state: 'dispatched', attempt: data.attempt, waitsFor: null });
    case 'MessageDelivered':
      return changed(state, messageId, { state: 'delivered' });
    case 'MessageAnswered':
      return endedAs(state, messageId, 'answered');
    case 'MessageFailed':
      return endedAs(state, messageId, 'failed');
    case 'MessageExpired':
      return endedAs(state, messageId, 'expired');
    case 'MessageCancelled':
      return endedAs(state, messageId, 'cancelled');
  }
};

const changed = (state: ConversationState, id: MessageId, change: Partial<OpenMessage>): ConversationState => {
  const message = state.open.get(id);
  if (message !== undefined) Object.assign(message, change);
  return state;
};

const endedAs = (state: ConversationState, id: MessageId, how: EndedState): ConversationState => {
  state.open.delete(id);
  state.ended.add(id, how);
  return state;
};

const decide = (state: ConversationState, command: ConversationCommand): MessageFact[] => {
  if (command.type === 'send') return send(state, command);
  const message = state.open.get(command.messageId);
  if (message === undefined) return stepOfEnded(state, command);
  if (!steps[command.type].includes(message.state)) {
    if (command.type === 'cancel') throw new GuildhallError('MESSAGE_ALREADY_ENDED', { state: 'working' });
    return [];
  }
  return take(message, command);
};

const send = (state: ConversationState, { type: _type, ...data }: SendMessageCommand): MessageFact[] => {
  if (state.open.has(data.messageId) || state.ended.has(data.messageId)) return [];
  if (data.hop > hopLimit) throw new GuildhallError('HOP_LIMIT', { hop: data.hop, limit: hopLimit });
  return [{ type: 'MessageSent', data }];
};

const stepOfEnded = (state: ConversationState, { type, messageId }: MessageStep): MessageFact[] => {
  const how = state.ended.get(messageId);
  if (how === undefined) throw new GuildhallError('MESSAGE_NOT_FOUND', { id: messageId });
  if (type === 'cancel') throw new GuildhallError('MESSAGE_ALREADY_ENDED', { state: how });
  return [];
};

const take = ({ of, attempt, waitsFor }: OpenMessage, step: MessageStep): MessageFact[] => {
  switch (step.type) {
    case 'queue':
      return step.cause === waitsFor ? [] : [{ type: 'MessageQueued', data: { ...of, cause: step.cause } }];
    case 'requeue':
      return [{ type: 'MessageQueued', data: { ...of, cause: step.cause } }];
    case 'dispatch': {
      const { incarnation } = step;
      return [{ type: 'MessageDispatched', data: { ...of, attempt: attempt + 1, incarnation } }];
    }
    case 'delivered':
      return [{ type: 'MessageDelivered', data: { ...of, taskId: step.taskId } }];
    case 'answer':
      return [{ type: 'MessageAnswered', data: { ...of, body: step.body, durationMs: step.durationMs } }];
    case 'fail':
      return [{ type: 'MessageFailed', data: { ...of, code: step.code, cause: step.cause } }];
    case 'expire':
      return [{ type: 'MessageExpired', data: of }];
    case 'cancel':
      return [{ type: 'MessageCancelled', data: of }];
  }
};

/** Stream `conversation-<id>`. */
export const conversationDecider: Decider<ConversationState, ConversationCommand, MessageFact> = {
  initialState: () => ({ open: new Map(), ended: new RecentKeys(rememberedEnded) }),
  evolve,
  decide,
};
