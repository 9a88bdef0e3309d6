import { effect } from '@angular/core';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import type { PanelTab } from './panel-tab.js';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

interface Preferences {
  theme: Theme;
  density: Density;
  /** Width of the side panel in pixels. */
  panelWidth: number;
  isTimeBarOpen: boolean;
  /** Tab that opens with the side panel. */
  tab: PanelTab;
}

export const panelWidths = { least: 360, most: 900, usual: 440, wide: 820 } as const;
const key = 'guildhall.preferences';
const usual: Preferences = {
  theme: 'system',
  density: 'comfortable',
  panelWidth: panelWidths.usual,
  isTimeBarOpen: false,
  tab: 'details',
};

const remembered = (): Preferences => {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) };
  } catch {
    return usual;
  }
};

/** Settings of a person, kept in this browser. */
export const PreferencesStore = signalStore(
  { providedIn: 'root' },
  withState(remembered),
  withMethods((store) => ({
    setTheme: (theme: Theme) => patchState(store, { theme }),
    setDensity: (density: Density) => patchState(store, { density }),
    setPanelWidth: (width: number) =>
      patchState(store, { panelWidth: Math.round(Math.min(panelWidths.most, Math.max(panelWidths.least, width))) }),
    setTab: (tab: PanelTab) => patchState(store, { tab }),
    setTimeBarOpen: (isTimeBarOpen: boolean) => patchState(store, { isTimeBarOpen }),
  })),
  withHooks({
    onInit(store) {
      effect(() => {
        const { theme, density, panelWidth, isTimeBarOpen, tab } = store;
        const root = document.documentElement;
        if (theme() === 'system') delete root.dataset['theme'];
        else root.dataset['theme'] = theme();
        root.dataset['density'] = density();
        const now = {
          theme: theme(),
          density: density(),
          panelWidth: panelWidth(),
          isTimeBarOpen: isTimeBarOpen(),
          tab: tab(),
        };
        try {
          localStorage.setItem(key, JSON.stringify(now));
        } catch {
          // A browser that stores nothing (private window, full disk) still works, without memory.
        }
      });
    },
  }),
);
