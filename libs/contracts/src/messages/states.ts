import { typesLeadingTo, type TypesLeadingTo } from '../declarations/states.js';
import type { MessageFact } from './events.js';
import type { MessageState } from './views.js';

/** What happened to a message last. `delivered`: the agent took it as a task that it works on. */
export type MessageStatus = 'queued' | 'dispatched' | 'delivered' | EndedMessageStatus;
export type EndedMessageStatus = 'answered' | 'failed' | 'expired' | 'cancelled';
export type OpenMessageStatus = Exclude<MessageStatus, EndedMessageStatus>;

/** The life of a message: the status after each event. */
export const messageStatusAfter = {
  MessageSent: 'queued',
  MessageQueued: 'queued',
  MessageDispatched: 'dispatched',
  MessageDelivered: 'delivered',
  MessageAnswered: 'answered',
  MessageFailed: 'failed',
  MessageExpired: 'expired',
  MessageCancelled: 'cancelled',
} as const satisfies Record<MessageFact['type'], MessageStatus>;

/** The fact that ended a message. */
export type EndedMessageFact = Extract<
  MessageFact,
  { type: TypesLeadingTo<typeof messageStatusAfter, EndedMessageStatus> }
>;

const endings: ReadonlySet<string> = new Set(
  typesLeadingTo(messageStatusAfter, ['answered', 'failed', 'expired', 'cancelled']),
);
/** Did an event of this type end a message? */
export const endsMessage = (type: string): type is EndedMessageFact['type'] => endings.has(type);

const shownStates = {
  queued: 'queued',
  dispatched: 'working',
  delivered: 'working',
  answered: 'answered',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
} as const satisfies Record<MessageStatus, MessageState>;

/** The word for people and agents: they do not see whether the agent has confirmed the delivery. */
export const shownMessageState = (status: MessageStatus): MessageState => shownStates[status];

export const isOpenMessage = (status: MessageStatus): status is OpenMessageStatus =>
  status === 'queued' || shownStates[status] === 'working';
