import { inject } from '@angular/core';
import type { OrganisationTemplateView, TemplateView } from '@guildhall/contracts';
import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';
import { PLATFORM } from '../platform/platform.js';

interface Listed<Item> {
  /** Null: not known yet. */
  items: readonly Item[] | null;
  problem: unknown;
}
const unknown = { items: null, problem: null } as const;

/** Templates that workspaces and whole organisations can be made from; read when a dialog asks for them. */
export const TemplatesStore = signalStore(
  { providedIn: 'root' },
  withState<{ workspaces: Listed<TemplateView>; organisations: Listed<OrganisationTemplateView> }>({
    workspaces: unknown,
    organisations: unknown,
  }),
  withMethods((store, platform = inject(PLATFORM)) => ({
    async loadWorkspaces(): Promise<void> {
      try {
        patchState(store, { workspaces: { items: await platform.templates.list(), problem: null } });
      } catch (problem) {
        patchState(store, { workspaces: { items: null, problem } });
      }
    },
    async loadOrganisations(): Promise<void> {
      try {
        patchState(store, { organisations: { items: await platform.templates.organisations(), problem: null } });
      } catch (problem) {
        patchState(store, { organisations: { items: null, problem } });
      }
    },
  })),
);
