import { conversationDecider, type ConversationCommand, type ConversationState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

export type { ConversationCommand };

/** Stream `conversation-<id>`. */
export const conversationSlice: StreamSlice<ConversationState, ConversationCommand> = {
  decider: conversationDecider,
  initial: () => conversationDecider.initialState(),
};
