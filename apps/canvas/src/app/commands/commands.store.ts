import { computed, inject } from '@angular/core';
import type { Answer } from '@guildhall/client';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import type { Expected } from '../org-graph/node-signals.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';

/** A refused command, shown next to its workspace. */
export interface Refusal {
  /** Workspace that the command was for. */
  id: string;
  /** What was tried, for example "Moving below Writer". */
  tried: string;
  problem: unknown;
}

/** A command whose effect is shown before the platform answers. */
export interface OptimisticCommand<Body> {
  tried: string;
  expected: Expected;
  send: () => Promise<Answer<Body>>;
  done: (body: Body) => void;
}

/** Commands that wait for an answer, and the last refusal. Slices send through it, so that a card shows both. */
export const CommandsStore = signalStore(
  { providedIn: 'root' },
  withState<{ refusal: Refusal | null; busy: readonly string[] }>({ refusal: null, busy: [] }),
  withComputed(({ busy }) => ({ busyIds: computed(() => new Set(busy())) })),
  withMethods((store, graph = inject(OrgGraphStore)) => ({
    clearRefusal: () => patchState(store, { refusal: null }),
    refuse: (refusal: Refusal) => patchState(store, { refusal }),
    /** Marks a workspace as busy until the action ends. */
    async during<Result>(id: string, act: () => Promise<Result>): Promise<Result> {
      patchState(store, ({ busy }) => ({ busy: [...busy, id] }));
      try {
        return await act();
      } finally {
        patchState(store, ({ busy }) => ({ busy: busy.filter((one) => one !== id) }));
      }
    },
    /** Shows a change at once. A refusal reverts it and is shown next to the first workspace. */
    async optimistic<Body>(ids: readonly string[], command: OptimisticCommand<Body>): Promise<boolean> {
      const { tried, expected, send, done } = command;
      const settle = graph.expect(ids, expected);
      patchState(store, { refusal: null });
      try {
        const { body, position } = await send();
        settle(position);
        done(body);
        return true;
      } catch (problem) {
        settle(null);
        patchState(store, { refusal: { id: ids[0] ?? '', tried, problem } });
        return false;
      }
    },
  })),
);
