import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { PreferencesStore } from '../preferences/preferences.store.js';
import { UrlStore } from '../url/url.store.js';
import type { Form } from '../placement/placement.js';
import { detailAt, type Insets, type ScreenSize, type Viewport } from './viewport.js';

interface ScreenState {
  viewport: Viewport;
  size: ScreenSize;
  /** The view follows the graph until it is moved by hand. */
  followsAll: boolean;
  /** Counts requests to show everything. */
  fitRequests: number;
  renaming: string | null;
}

/** Below this width the side panel covers the whole window. */
export const narrowWidth = 720;

/** Which part of the graph is on the screen, and which part of the screen is covered. */
export const ScreenStore = signalStore(
  { providedIn: 'root' },
  withState<ScreenState>({
    viewport: { x: 0, y: 0, zoom: 1 },
    size: { width: 0, height: 0 },
    followsAll: true,
    fitRequests: 0,
    renaming: null,
  }),
  withComputed(({ viewport, size }, preferences = inject(PreferencesStore), url = inject(UrlStore)) => ({
    detail: computed(() => detailAt(viewport().zoom)),
    form: computed((): Form => (size().width < size().height * 0.9 ? 'tall' : 'wide')),
    isNarrow: computed(() => size().width < narrowWidth),
    insets: computed((): Insets => {
      const isCovered = url.isPanelOpen() && size().width >= narrowWidth;
      const bottom = preferences.isTimeBarOpen() ? 120 : 28;
      const banner = url.moment() === null ? 0 : 44;
      const top = (size().width < narrowWidth ? 104 : 72) + banner;
      return { left: 24, top, right: 24 + (isCovered ? preferences.panelWidth() : 0), bottom: bottom + 24 };
    }),
  })),
  withMethods((store) => ({
    setViewport: (viewport: Viewport) => patchState(store, { viewport }),
    setSize: (size: ScreenSize) => patchState(store, { size }),
    movedByHand: () => patchState(store, { followsAll: false }),
    fitAll: () => patchState(store, ({ fitRequests }) => ({ fitRequests: fitRequests + 1, followsAll: true })),
    rename: (renaming: string | null) => patchState(store, { renaming }),
  })),
);
