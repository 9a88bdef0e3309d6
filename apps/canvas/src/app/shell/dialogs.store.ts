import type { ConnectionDetails } from '@guildhall/client';
import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';

export type OpenDialog =
  | { kind: 'create'; parentId: string | null }
  | { kind: 'connect'; details: ConnectionDetails }
  | { kind: 'remove'; id: string }
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
