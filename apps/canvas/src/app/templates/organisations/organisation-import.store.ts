import { inject } from '@angular/core';
import { newIdempotencyKey } from '@guildhall/client';
import type { ImportedOrganisationView } from '@guildhall/contracts';
import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';
import { PLATFORM } from '../../platform/platform.js';

interface Attempt {
  dir: string;
  force: boolean;
  /** The same key resumes an interrupted import; another key starts a new one. */
  key: string;
}
interface ImportState {
  chosen: string | null;
  isImporting: boolean;
  /** Why the last attempt made nothing. */
  refusal: unknown;
  result: ImportedOrganisationView | null;
  _attempt: Attempt | null;
}
const nothing: ImportState = { chosen: null, isImporting: false, refusal: null, result: null, _attempt: null };

/** The import of an organisation that is under way; it outlives its dialog, so that an unfinished one can be resumed. */
export const OrganisationImportStore = signalStore(
  { providedIn: 'root' },
  withState(nothing),
  withMethods((store, platform = inject(PLATFORM)) => ({
    async _send(attempt: Attempt): Promise<void> {
      const { dir, force, key } = attempt;
      if (store.isImporting()) return;
      patchState(store, { _attempt: attempt, isImporting: true, refusal: null });
      try {
        const asked = { dir, ...(force ? { force } : {}) };
        const { body } = await platform.templates.importOrganisation({ body: asked }, { idempotencyKey: key });
        patchState(store, { result: withConnections(body, store.result()) });
      } catch (refusal) {
        patchState(store, { refusal });
      } finally {
        patchState(store, { isImporting: false });
      }
    },
  })),
  withMethods((store) => ({
    choose(dir: string): void {
      if (!store.isImporting()) patchState(store, { chosen: dir, refusal: null });
    },
    /** `force`: imports without missing environment variables and without unknown keys. */
    async import(force = false): Promise<void> {
      const dir = store.chosen();
      const before = store._attempt();
      if (dir === null) return;
      const isAgain = before?.dir === dir && before.force === force;
      await store._send(isAgain ? before : { dir, force, key: newIdempotencyKey() });
    },
    /** Resumes an import that was made in part. */
    async resume(): Promise<void> {
      const attempt = store._attempt();
      if (attempt !== null) await store._send(attempt);
    },
    startOver: () => patchState(store, nothing),
    /** Called when the dialog closes: a complete result is not shown again. */
    left(): void {
      const result = store.result();
      if (result !== null && result.error === undefined) patchState(store, nothing);
      else patchState(store, { refusal: null });
    },
  })),
);

/** An answer says how an agent connects only when it creates the workspace, so earlier answers are kept. */
const withConnections = (
  now: ImportedOrganisationView,
  before: ImportedOrganisationView | null,
): ImportedOrganisationView => ({
  ...now,
  workspaces: now.workspaces.map((one) => ({ ...before?.workspaces.find(({ id }) => id === one.id), ...one })),
});
