import { computed, inject } from '@angular/core';
import type { Answer, CreatedWorkspace } from '@guildhall/client';
import type { CreateWorkspaceBody, PatchWorkspaceBody } from '@guildhall/contracts';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { OrgGraphStore } from '../graph/org-graph.store.js';
import type { Expected } from '../graph/node-signals.js';
import { NoticesStore } from '../notices/notices.store.js';
import { PLATFORM } from '../platform/platform.js';

/** A command that was refused, shown next to the workspace it was for. */
export interface Refusal {
  id: string;
  /** What was tried, for example "Moving below Writer". */
  tried: string;
  problem: unknown;
}

interface Attempt<Body> {
  tried: string;
  expected: Expected;
  send: () => Promise<Answer<Body>>;
  done: (body: Body) => void;
}

/** Commands for workspaces: shown at once, put back with the reason when refused, and undoable where that is possible. */
export const WorkspacesStore = signalStore(
  { providedIn: 'root' },
  withState<{ refusal: Refusal | null; busy: readonly string[] }>({ refusal: null, busy: [] }),
  withComputed(({ busy }) => ({ busyIds: computed(() => new Set(busy())) })),
  withMethods((store, platform = inject(PLATFORM), graph = inject(OrgGraphStore)) => ({
    clearRefusal: () => patchState(store, { refusal: null }),
    refuse: (refusal: Refusal) => patchState(store, { refusal }),

    _nameOf: (id: string): string => graph.live(id)?.name ?? 'workspace',
    _undoing(id: string, events: readonly string[]): (() => Promise<void>) | null {
      const last = events.at(-1);
      return last === undefined ? null : async () => void (await platform.workspaces.undo(id, last));
    },
    /** Marks the workspace as busy while something happens to it. */
    async during<Result>(id: string, act: () => Promise<Result>): Promise<Result> {
      patchState(store, ({ busy }) => ({ busy: [...busy, id] }));
      try {
        return await act();
      } finally {
        patchState(store, ({ busy }) => ({ busy: busy.filter((one) => one !== id) }));
      }
    },
    /** Shows a change at once; when the command is refused it is put back, with the reason next to it. */
    async _optimistic<Body>(ids: readonly string[], { tried, expected, send, done }: Attempt<Body>): Promise<boolean> {
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
  withMethods((store, platform = inject(PLATFORM), graph = inject(OrgGraphStore), notices = inject(NoticesStore)) => {
    const change = (
      id: string,
      body: PatchWorkspaceBody,
      expected: Expected,
      tried: string,
      text: string | null,
    ): Promise<boolean> =>
      store._optimistic([id], {
        tried,
        expected,
        send: () => platform.workspaces.patch(id, body),
        done: (answer) => {
          if (text !== null) notices.say(text, store._undoing(id, answer.event_ids));
        },
      });
    return {
      rename: (id: string, name: string) => change(id, { name }, { name }, 'Renaming', `Renamed to ${name}.`),
      move: (id: string, x: number, y: number) =>
        change(id, { x, y }, { x, y }, 'Moving', `Moved ${store._nameOf(id)}.`),
      placeBelow(id: string, parentId: string | null): Promise<boolean> {
        const target = parentId === null ? 'the top' : store._nameOf(parentId);
        const expected = { parentId, x: null, y: null };
        const body = { parent_id: parentId, x: null, y: null };
        return change(id, body, expected, `Moving below ${target}`, `${store._nameOf(id)} now reports to ${target}.`);
      },
      collapse: (id: string, collapsed: boolean) =>
        change(id, { collapsed }, { collapsed }, collapsed ? 'Closing the team' : 'Opening the team', null),
      remove(id: string, isTeam: boolean, purge = false): Promise<boolean> {
        const name = store._nameOf(id);
        return store._optimistic([id, ...graph.teamOf(id)], {
          tried: 'Removing',
          expected: { removed: { removalId: '', at: '' } },
          send: () => platform.workspaces.remove(id, { confirm: isTeam, purge }),
          done: ({ cascade_deleted: more }) => {
            const who = more === 0 ? name : `${name} and ${more} more`;
            if (purge) return notices.say(`Removed ${who} for good.`);
            notices.say(`Removed ${who}.`, async () => void (await platform.workspaces.restore(id)));
          },
        });
      },
    };
  }),
  withMethods((store, platform = inject(PLATFORM), notices = inject(NoticesStore)) => ({
    create: async (body: CreateWorkspaceBody, idempotencyKey: string): Promise<CreatedWorkspace> =>
      (await platform.workspaces.create(body, { idempotencyKey })).body,
    /** Several facts at once; a refusal is thrown to the form that asked. */
    async patch(id: string, body: PatchWorkspaceBody, text: string) {
      const { body: answer, position } = await store.during(id, () => platform.workspaces.patch(id, body));
      notices.say(text, store._undoing(id, answer.event_ids));
      return position ?? undefined;
    },
    /** Without `parentId` below the old lead; a refusal is thrown to the list that asked. */
    async restore(id: string, parentId?: string | null): Promise<void> {
      const body = parentId === undefined ? {} : { parent_id: parentId };
      await store.during(id, () => platform.workspaces.restore(id, body));
      notices.say(`Restored ${store._nameOf(id)}.`);
    },
  })),
);
