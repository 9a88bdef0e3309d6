import { computed, type Signal } from '@angular/core';
import type { QueryOptions } from '@guildhall/client';
import type { EventItem, Page } from '@guildhall/contracts';
import { liveView, type IsAbout, type LiveView } from './live-view.js';

export const pageSize = 50;
/** A refresh reads at most this many items again; the rest is read by "Show older". */
const mostRefreshed = 200;

export interface ListView<Subject, Item> {
  /** The subject whose list is on screen; null while no list is. */
  subject: Signal<Subject | null>;
  page: (subject: Subject, page: { limit: number; after?: string }, options: QueryOptions) => Promise<Page<Item>>;
  /** For lists that need no query to follow: the items that these events add on top, newest first. */
  added?: (events: readonly EventItem[], items: readonly Item[]) => readonly Item[];
}

export interface ListStore<Subject, Item> {
  /** The subject of `items`; null until a list was on screen. */
  subject: Signal<Subject | null>;
  items: Signal<readonly Item[]>;
  isLoaded: Signal<boolean>;
  hasMore: Signal<boolean>;
  problem: Signal<unknown>;
  /** Reads the list again, at least as of a position. Resolves when it is shown. */
  refresh: LiveView<Subject, unknown>['refresh'];
  loadMore(): Promise<void>;
  /** Shows why a command of this list was refused. */
  fail(problem: unknown): void;
}

/**
 * A list that the platform keeps: the first page by query, then refreshed by the events that are about it, only while it
 * is on screen. Needs an injection context.
 */
export const listStore = <Subject, Item>(
  { subject, page, added }: ListView<Subject, Item>,
  isAbout: IsAbout<Subject>,
): ListStore<Subject, Item> => {
  const view = liveView<Subject, Page<Item>>(
    {
      subject,
      read: (now, options, before) => {
        const limit = Math.min(mostRefreshed, Math.max(pageSize, before?.items.length ?? 0));
        return page(now, { limit }, options);
      },
    },
    isAbout,
    added && ((list, own) => list.update(({ items, next }) => ({ items: [...added(own, items), ...items], next }))),
  );
  return {
    subject: view.subject,
    items: computed(() => view.value()?.items ?? []),
    isLoaded: computed(() => view.value() !== null),
    hasMore: computed(() => (view.value()?.next ?? null) !== null),
    problem: view.problem,
    refresh: (minPosition) => view.refresh(minPosition),
    fail: (problem) => view.fail(problem),
    loadMore: async () => {
      const now = view.subject();
      const after = view.value()?.next ?? null;
      if (now === null || after === null) return;
      try {
        const older = await page(now, { limit: pageSize, after }, {});
        const isStill = view.subject() === now && view.value()?.next === after;
        if (isStill) view.update(({ items }) => ({ items: [...items, ...older.items], next: older.next }));
      } catch (problem) {
        if (view.subject() === now) view.fail(problem);
      }
    },
  };
};
