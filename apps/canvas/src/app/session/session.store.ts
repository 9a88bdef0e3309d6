import { inject } from '@angular/core';
import { ApiError } from '@guildhall/client';
import type { OrganisationView, Permission, SessionView } from '@guildhall/contracts';
import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';
import { PLATFORM } from '../platform/platform.js';

interface SessionState {
  phase: 'unknown' | 'in' | 'out' | 'unreachable';
  session: SessionView | null;
  organisation: OrganisationView | null;
}

/** The session: who is logged in, and in which organisation. */
export const SessionStore = signalStore(
  { providedIn: 'root' },
  withState<SessionState>({ phase: 'unknown', session: null, organisation: null }),
  withMethods((store, platform = inject(PLATFORM)) => ({
    may: (permission: Permission): boolean => store.session()?.permissions.includes(permission) ?? false,

    async load(): Promise<void> {
      try {
        const session = await platform.identity.session();
        patchState(store, { phase: 'in', session });
      } catch (error) {
        patchState(store, {
          phase: error instanceof ApiError && error.status === 401 ? 'out' : 'unreachable',
          session: null,
        });
        return;
      }
      const organisation = await platform.organisations.get().catch(() => null);
      patchState(store, { organisation });
    },
    async logOut(): Promise<void> {
      await platform.identity.logOut().catch(() => undefined);
      patchState(store, { phase: 'out', session: null, organisation: null });
    },
  })),
);
