import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import type { ShownState } from '../graph/shown-state.js';
import { readPlace, writePlace, type PanelTab, type Place } from './place.js';

/** Where somebody is in the canvas. The address bar is the one copy: every place can be sent to a colleague. */
export const UrlStore = signalStore(
  { providedIn: 'root' },
  withState<Place>(readPlace(location.search)),
  withMethods((store) => {
    const go = (change: Partial<Place>, how: 'push' | 'replace'): void => {
      patchState(store, change);
      const { selected, tab, moment, filters } = store;
      const search = writePlace({ selected: selected(), tab: tab(), moment: moment(), filters: filters() });
      if (search === location.search) return;
      const address = `${location.pathname}${search}`;
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    };
    return {
      select: (selected: string | null) => go({ selected }, 'push'),
      openTab: (tab: PanelTab) => go({ tab }, 'replace'),
      setMoment: (moment: number | null) => go({ moment }, 'replace'),
      toggleFilter: (state: ShownState) => {
        const now = store.filters();
        go({ filters: now.includes(state) ? now.filter((one) => one !== state) : [...now, state] }, 'replace');
      },
      clearFilters: () => go({ filters: [] }, 'replace'),
      read: () => patchState(store, readPlace(location.search)),
    };
  }),
  withHooks({ onInit: ({ read }) => addEventListener('popstate', read) }),
);
