import { computed, effect, inject, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { EventItem } from '@guildhall/contracts';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { LiveStore } from '../live/live.store.js';
import { PLATFORM } from '../platform/platform.js';
import { UrlStore } from '../url/url.store.js';

interface WorkspaceHistoryState {
  workspaceId: string | null;
  /** Newest first. */
  items: readonly EventItem[];
  next: string | null;
  isLoaded: boolean;
  problem: unknown;
}
const empty: Omit<WorkspaceHistoryState, 'workspaceId'> = { items: [], next: null, isLoaded: false, problem: null };
const pageSize = 50;

/** The events of the workspace whose panel is open. */
export const WorkspaceHistoryStore = signalStore(
  { providedIn: 'root' },
  withState<WorkspaceHistoryState>({ workspaceId: null, ...empty }),
  withComputed(({ items }) => ({ newest: computed(() => items()[0]?.ordinal ?? 0) })),
  withMethods((store, platform = inject(PLATFORM)) => ({
    async load(workspaceId: string, isMore: boolean): Promise<void> {
      const after = isMore ? store.next() : null;
      if (!isMore) patchState(store, { workspaceId, ...empty });
      const filter = {
        workspace: workspaceId,
        direction: 'desc' as const,
        limit: pageSize,
        ...(after === null ? {} : { after }),
      };
      try {
        const page = await platform.history.page(filter);
        if (store.workspaceId() !== workspaceId) return;
        patchState(store, ({ items }) => {
          const oldest = isMore ? (items.at(-1)?.ordinal ?? Infinity) : Infinity;
          const older = page.items.filter(({ ordinal }) => ordinal < oldest);
          return { items: isMore ? [...items, ...older] : older, next: page.next, isLoaded: true, problem: null };
        });
      } catch (problem) {
        if (store.workspaceId() === workspaceId) patchState(store, { problem });
      }
    },
    /** What has just happened, put on top. */
    heard(fresh: readonly EventItem[]): void {
      const own = fresh.filter(
        ({ ordinal, data }) => ordinal > store.newest() && data['workspaceId'] === store.workspaceId(),
      );
      if (store.isLoaded() && own.length > 0)
        patchState(store, ({ items }) => ({ items: [...own.reverse(), ...items] }));
    },
  })),
  withHooks({
    onInit(store, url = inject(UrlStore), live = inject(LiveStore)) {
      effect(() => {
        const id = url.selected();
        if (id !== null && url.tab() === 'history') untracked(() => void store.load(id, false));
      });
      live.passed.pipe(takeUntilDestroyed()).subscribe((items) => store.heard(items));
    },
  }),
);
