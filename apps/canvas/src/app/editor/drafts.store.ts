import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** An unsaved edit: its text and the version that it was made on. */
export interface Draft {
  text: string;
  /** ETag of the version that was read; null: there was none. */
  base: string | null;
}
/** Tabs in which something can be edited. */
export type DraftKind = 'files' | 'config';

const keyOf = (workspaceId: string, kind: DraftKind, name: string): string => `${workspaceId}\n${kind}\n${name}`;

/**
 * Unsaved edits of every workspace. They survive leaving a file, a tab, a workspace or the panel. Leaving the page loses
 * them, and the browser asks first.
 */
@Injectable({ providedIn: 'root' })
export class DraftsStore {
  private readonly drafts = signal<ReadonlyMap<string, Draft>>(new Map());

  constructor() {
    const guard = (event: BeforeUnloadEvent): void => {
      if (this.drafts().size > 0) event.preventDefault();
    };
    addEventListener('beforeunload', guard);
    inject(DestroyRef).onDestroy(() => removeEventListener('beforeunload', guard));
  }

  get(workspaceId: string, kind: DraftKind, name: string): Draft | null {
    return this.drafts().get(keyOf(workspaceId, kind, name)) ?? null;
  }

  /** Null: nothing is unsaved. */
  keep(workspaceId: string, kind: DraftKind, name: string, draft: Draft | null): void {
    const key = keyOf(workspaceId, kind, name);
    if (draft === null && !this.drafts().has(key)) return;
    const next = new Map(this.drafts());
    if (draft === null) next.delete(key);
    else next.set(key, draft);
    this.drafts.set(next);
  }

  /** Names with unsaved edits, sorted. */
  namesOf(workspaceId: string, kind: DraftKind): string[] {
    const prefix = keyOf(workspaceId, kind, '');
    return [...this.drafts().keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort();
  }

  isUnsaved(workspaceId: string, kind: string): boolean {
    return (kind === 'files' || kind === 'config') && this.namesOf(workspaceId, kind).length > 0;
  }
}
