import type { ChatMessageView } from '@guildhall/contracts';

/** A message as it was known at a moment of the past (null: now); null: it did not exist yet. */
export const asOf = (message: ChatMessageView, at: string | null): ChatMessageView | null => {
  if (at === null) return message;
  if (message.sent_at > at) return null;
  const isAnsweredLater = message.answered_at !== null && message.answered_at > at;
  return isAnsweredLater
    ? { ...message, state: 'working', answer: null, answered_at: null, duration_ms: null }
    : message;
};
