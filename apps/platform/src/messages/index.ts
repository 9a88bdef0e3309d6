/** What other slices may use of this one. */
export { Mailboxes } from './mailboxes.js';
export { MessagesModule } from './messages.module.js';
