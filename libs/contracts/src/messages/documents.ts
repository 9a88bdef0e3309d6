import type { Cause } from '../declarations/cause.js';
import type { BlobRef, Ordinal, OrganisationId } from '../ids.js';
import type { ChatMessageView } from './views.js';

/** One message of the view `chat`, with causes and references where the public view has texts. */
export interface ChatDocument extends Omit<ChatMessageView, 'text' | 'answer' | 'error' | 'queued_cause'> {
  org: OrganisationId;
  body: BlobRef;
  answer_body: BlobRef | null;
  error: { cause: Cause; words: BlobRef | null } | null;
  queued_cause: Cause | null;
  /** Ordinal of `MessageSent`: the order of the chat. */
  ordinal: Ordinal;
}
