import { streams } from '@guildhall/contracts';
import { conversationDecider, type ConversationCommand, type ConversationState } from '@guildhall/domain';
import type { StreamType } from '../commands/executor/stream-type.js';

export type { ConversationCommand };

/** Stream `conversation-<id>`. */
export const conversationStream: StreamType<ConversationState, ConversationCommand> = {
  nameOf: streams.conversation,
  decider: conversationDecider,
  initial: () => conversationDecider.initialState(),
};
