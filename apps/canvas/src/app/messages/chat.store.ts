import { computed, effect, inject, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { newIdempotencyKey } from '@guildhall/client';
import type { ChatMessageView } from '@guildhall/contracts';
import { patchState, signalStore, withComputed, withHooks, withMethods, withProps, withState } from '@ngrx/signals';
import { TimeStore } from '../time/time.store.js';
import { LiveStore } from '../live/live.store.js';
import { PLATFORM } from '../platform/platform.js';
import { UrlStore } from '../url/url.store.js';
import { asOf } from './chat-moment.js';

/** A message on its way to the platform; it says "sent" nowhere before it is stored. */
export interface Outgoing {
  key: string;
  text: string;
  problem: unknown;
}
interface ChatState {
  workspaceId: string | null;
  /** Newest first, as the platform gives them. */
  messages: readonly ChatMessageView[];
  next: string | null;
  isLoaded: boolean;
  outgoing: readonly Outgoing[];
  problem: unknown;
}

const empty: Omit<ChatState, 'workspaceId'> = {
  messages: [],
  next: null,
  isLoaded: false,
  outgoing: [],
  problem: null,
};
const pageSize = 50;
const draftKey = (workspaceId: string): string => `guildhall.draft.${workspaceId}`;

/** The chat with one workspace: what the platform holds, and what is being sent. */
export const ChatStore = signalStore(
  { providedIn: 'root' },
  withState<ChatState>({ workspaceId: null, ...empty }),
  withProps(() => ({ loading: { isBusy: false, again: null as string | null } })),
  withComputed(({ messages }, time = inject(TimeStore)) => ({
    /** Oldest first, as they were at the moment that is shown. */
    shown: computed(() => {
      const at = time.moment()?.at ?? null;
      return messages()
        .flatMap((message) => asOf(message, at) ?? [])
        .reverse();
    }),
  })),
  withMethods(({ loading, ...store }, platform = inject(PLATFORM)) => {
    const load = async (workspaceId: string, minPosition?: string): Promise<void> => {
      if (store.workspaceId() !== workspaceId) patchState(store, { workspaceId, ...empty });
      else if (loading.isBusy) {
        loading.again = minPosition ?? '';
        return;
      }
      loading.isBusy = true;
      try {
        const options = minPosition === undefined || minPosition === '' ? {} : { minPosition };
        const limit = Math.min(200, Math.max(pageSize, store.messages().length));
        const page = await platform.messages.list(workspaceId, { limit }, options);
        if (store.workspaceId() === workspaceId)
          patchState(store, { messages: page.items, next: page.next, isLoaded: true, problem: null });
      } catch (problem) {
        if (store.workspaceId() === workspaceId) patchState(store, { problem });
      } finally {
        loading.isBusy = false;
        const { again } = loading;
        loading.again = null;
        const now = store.workspaceId();
        if (now !== null && (again !== null || now !== workspaceId)) void load(now, again ?? undefined);
      }
    };
    return {
      load,
      async loadOlder(): Promise<void> {
        const id = store.workspaceId();
        const after = store.next();
        if (id === null || after === null) return;
        const page = await platform.messages.list(id, { limit: pageSize, after }).catch(() => null);
        if (page === null || store.workspaceId() !== id) return;
        patchState(store, ({ messages }) => ({ messages: [...messages, ...page.items], next: page.next }));
      },
    };
  }),
  withMethods((store, platform = inject(PLATFORM)) => {
    const deliver = async (workspaceId: string, { key, text }: Outgoing): Promise<void> => {
      const drop = (outgoing: readonly Outgoing[]) => outgoing.filter((one) => one.key !== key);
      try {
        const { position } = await platform.messages.send(workspaceId, { text }, { idempotencyKey: key });
        await store.load(workspaceId, position ?? undefined);
        patchState(store, ({ outgoing }) => ({ outgoing: drop(outgoing) }));
      } catch (problem) {
        patchState(store, ({ outgoing }) => ({
          outgoing: outgoing.map((one) => (one.key === key ? { ...one, problem } : one)),
        }));
      }
    };
    return {
      send(text: string): void {
        const id = store.workspaceId();
        if (id === null || text.trim() === '') return;
        const message: Outgoing = { key: newIdempotencyKey(), text: text.trim(), problem: null };
        patchState(store, ({ outgoing }) => ({ outgoing: [...outgoing, message] }));
        void deliver(id, message);
      },
      /** The same key: what was stored after all is not stored twice. */
      retry(message: Outgoing): void {
        const id = store.workspaceId();
        if (id === null) return;
        patchState(store, ({ outgoing }) => ({
          outgoing: outgoing.map((one) => (one.key === message.key ? { ...one, problem: null } : one)),
        }));
        void deliver(id, message);
      },
      forget: (key: string) =>
        patchState(store, ({ outgoing }) => ({ outgoing: outgoing.filter((one) => one.key !== key) })),
      async cancel(messageId: string): Promise<void> {
        const id = store.workspaceId();
        if (id === null) return;
        try {
          const { position } = await platform.messages.cancel(id, messageId);
          await store.load(id, position ?? undefined);
        } catch (problem) {
          patchState(store, { problem });
        }
      },
      draft: (workspaceId: string): string => localStorage.getItem(draftKey(workspaceId)) ?? '',
      keepDraft(workspaceId: string, text: string): void {
        if (text === '') localStorage.removeItem(draftKey(workspaceId));
        else localStorage.setItem(draftKey(workspaceId), text);
      },
    };
  }),
  withHooks({
    onInit(store, url = inject(UrlStore), live = inject(LiveStore)) {
      effect(() => {
        const id = url.selected();
        if (id !== null && url.tab() === 'chat') untracked(() => void store.load(id));
      });
      live.passed.pipe(takeUntilDestroyed()).subscribe((items) => {
        const id = store.workspaceId();
        const last = items.filter(({ type, data }) => type.startsWith('Message') && data['workspaceId'] === id).at(-1);
        if (id !== null && last !== undefined && url.tab() === 'chat') void store.load(id, last.position);
      });
    },
  }),
);
