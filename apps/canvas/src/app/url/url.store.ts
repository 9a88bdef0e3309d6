import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import type { ShownState } from '../agent-state/shown-state.js';
import type { PanelTab } from '../preferences/panel-tab.js';
import { PreferencesStore } from '../preferences/preferences.store.js';
import { readPlace, writePlace, type Place } from './place.js';

/** The location in the canvas. It lives in the address bar, so that every location can be sent to a colleague. */
export const UrlStore = signalStore(
  { providedIn: 'root' },
  withState<Place>(readPlace(location.search)),
  withComputed(({ selected, tab }) => ({ isPanelOpen: computed(() => selected() !== null && tab() !== null) })),
  withMethods((store, preferences = inject(PreferencesStore)) => {
    const go = (change: Partial<Place>, how: 'push' | 'replace'): void => {
      patchState(store, change);
      const { selected, tab, file, moment, filters } = store;
      const search = writePlace({
        selected: selected(),
        tab: tab(),
        file: file(),
        moment: moment(),
        filters: filters(),
      });
      if (search === location.search) return;
      const address = `${location.pathname}${search}`;
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    };
    /** Selecting another workspace clears the open file. */
    const fileFor = (selected: string | null): { file?: null } => (selected === store.selected() ? {} : { file: null });
    return {
      /** The panel stays as it is, open or closed. */
      select: (selected: string | null) => go({ selected, ...fileFor(selected) }, 'push'),
      open: (selected: string, tab: PanelTab = store.tab() ?? preferences.tab()) => {
        preferences.setTab(tab);
        go({ selected, tab, ...fileFor(selected) }, 'push');
      },
      /** Root and path of what the files tab shows. */
      showFile: (file: string) => go({ file }, 'push'),
      closePanel: () => go({ tab: null }, 'replace'),
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
