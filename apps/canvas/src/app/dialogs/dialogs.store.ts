import type { ConnectionView } from '@guildhall/contracts';
import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';

/** A question before a command that has no undo. */
export interface Confirmation {
  heading: string;
  text: string;
  /** What the button does: "Delete file". */
  verb: string;
  isDanger: boolean;
  act: () => void;
}

export type OpenDialog =
  | {
      kind: 'create';
      parentId: string | null;
      /** Workspace whose facts the form starts with. */
      likeId?: string;
    }
  | { kind: 'connect'; details: ConnectionView }
  | { kind: 'remove'; id: string }
  | { kind: 'restart-template'; id: string }
  | ({ kind: 'confirm' } & Confirmation)
  | { kind: 'organisation-templates' }
  | { kind: 'removed' }
  | { kind: 'search' }
  | { kind: 'keys' };

/** The one dialog that is open, if any. */
export const DialogsStore = signalStore(
  { providedIn: 'root' },
  withState<{ dialog: OpenDialog | null }>({ dialog: null }),
  withMethods((store) => ({
    open: (dialog: OpenDialog) => patchState(store, { dialog }),
    close: () => patchState(store, { dialog: null }),
  })),
);
