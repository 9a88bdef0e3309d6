import { effect, inject, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { EventItem, TokenView, WorkspaceView } from '@guildhall/contracts';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { LiveStore } from '../../live/live.store.js';
import { PLATFORM } from '../../platform/platform.js';
import { UrlStore } from '../../url/url.store.js';

interface DetailState {
  id: string | null;
  view: WorkspaceView | null;
  tokens: readonly TokenView[] | null;
  problem: unknown;
}
const empty: Omit<DetailState, 'id'> = { view: null, tokens: null, problem: null };
const concernsTokens = (item: EventItem): boolean => item.type === 'TokenIssued' || item.type === 'TokenRevoked';

/** Everything about the workspace whose panel is open; read again when the log says that it changed. */
export const DetailStore = signalStore(
  { providedIn: 'root' },
  withState<DetailState>({ id: null, ...empty }),
  withMethods((store, platform = inject(PLATFORM)) => {
    const isStill = (id: string): boolean => store.id() === id;
    return {
      async load(id: string, minPosition?: string): Promise<void> {
        if (!isStill(id)) patchState(store, { id, ...empty });
        try {
          const view = await platform.workspaces.get(id, minPosition === undefined ? {} : { minPosition });
          if (isStill(id)) patchState(store, { view, problem: null });
        } catch (problem) {
          if (isStill(id)) patchState(store, { problem });
        }
      },
      async loadTokens(id: string): Promise<void> {
        const tokens = await platform.identity.tokens(id).catch(() => null);
        if (isStill(id)) patchState(store, { tokens });
      },
      issueToken: async (id: string, name: string): Promise<string> =>
        (await platform.identity.issueToken(id, { name })).body.auth_token,
      async revokeToken(id: string, tokenId: string): Promise<void> {
        await platform.identity.revokeToken(id, tokenId);
        patchState(store, ({ tokens }) => ({ tokens: tokens?.filter((token) => token.id !== tokenId) ?? null }));
      },
    };
  }),
  withHooks({
    onInit(store, url = inject(UrlStore), live = inject(LiveStore)) {
      effect(() => {
        const id = url.selected();
        if (id === null || url.tab() !== 'details') return;
        untracked(() => {
          void store.load(id, live.position() || undefined);
          void store.loadTokens(id);
        });
      });
      live.passed.pipe(takeUntilDestroyed()).subscribe((items) => {
        const id = store.id();
        const own = items.filter((item) => item.data['workspaceId'] === id);
        const last = own.at(-1);
        if (id === null || last === undefined || url.tab() !== 'details' || url.selected() !== id) return;
        void store.load(id, last.position);
        if (own.some(concernsTokens)) void store.loadTokens(id);
      });
    },
  }),
);
