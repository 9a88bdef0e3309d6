import type { BlobRef, Ordinal, OrganisationId } from '../ids.js';
import type { ChatMessageView } from './views.js';

/** One message of the view `chat`, with references where the public view has texts. */
export interface ChatDocument extends Omit<ChatMessageView, 'text' | 'answer'> {
  org: OrganisationId;
  body: BlobRef;
  answer_body: BlobRef | null;
  /** Ordinal of `MessageSent`: the order of the chat. */
  ordinal: Ordinal;
}
