import type { Cause } from '../declarations/cause.js';
import type { BlobRef } from '../ids.js';
import type { WorkspaceView } from './views.js';

/** One workspace of the view `workspaces`, with a cause and a reference where the public view has texts. */
export interface WorkspaceDocument extends Omit<WorkspaceView, 'status_cause' | 'status_words'> {
  status_cause: Cause | null;
  status_words: BlobRef | null;
}
