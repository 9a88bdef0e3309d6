import { inject } from '@angular/core';
import type { ImportTemplateBody, OrganisationTemplateView, TemplateView } from '@guildhall/contracts';
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
    async loadWorkspaces(minPosition?: string): Promise<void> {
      try {
        const items = await platform.templates.list(minPosition === undefined ? {} : { minPosition });
        patchState(store, { workspaces: { items, problem: null } });
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
  withMethods((store, platform = inject(PLATFORM)) => ({
    /** Gives the id of the new template, which is listed then; a refusal is thrown to the form that asked. */
    async importTemplate(body: ImportTemplateBody, idempotencyKey: string): Promise<string> {
      const { body: imported, position } = await platform.templates.importTemplate(body, { idempotencyKey });
      await store.loadWorkspaces(position ?? undefined);
      return imported.id;
    },
  })),
);
