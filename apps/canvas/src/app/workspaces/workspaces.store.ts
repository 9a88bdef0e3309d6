import { computed, inject } from '@angular/core';
import type { CreatedWorkspace } from '@guildhall/client';
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

/** Commands for workspaces: shown at once, put back with the reason when refused, and undoable where that is possible. */
export const WorkspacesStore = signalStore(
  { providedIn: 'root' },
  withState<{ refusal: Refusal | null; busy: readonly string[] }>({ refusal: null, busy: [] }),
  withComputed(({ busy }) => ({ busyIds: computed(() => new Set(busy())) })),
  withMethods((store, platform = inject(PLATFORM), graph = inject(OrgGraphStore), notices = inject(NoticesStore)) => {
    const nameOf = (id: string): string => graph.live(id)?.name ?? 'workspace';
    const undoing = (id: string, events: readonly string[]): (() => Promise<void>) | null => {
      const last = events.at(-1);
      return last === undefined ? null : async () => void (await platform.workspaces.undo(id, last));
    };
    const during = async <Result>(id: string, act: () => Promise<Result>): Promise<Result> => {
      patchState(store, ({ busy }) => ({ busy: [...busy, id] }));
      try {
        return await act();
      } finally {
        patchState(store, ({ busy }) => ({ busy: busy.filter((one) => one !== id) }));
      }
    };
    /** Shows the change at once; a refusal puts it back. */
    const change = async (
      id: string,
      body: PatchWorkspaceBody,
      expected: Expected,
      tried: string,
      done: string | null,
    ): Promise<boolean> => {
      const settle = graph.expect([id], expected);
      patchState(store, { refusal: null });
      try {
        const { body: answer, position } = await platform.workspaces.patch(id, body);
        settle(position);
        if (done !== null) notices.say(done, undoing(id, answer.event_ids));
        return true;
      } catch (problem) {
        settle(null);
        patchState(store, { refusal: { id, tried, problem } });
        return false;
      }
    };
    return {
      clearRefusal: () => patchState(store, { refusal: null }),
      refuse: (refusal: Refusal) => patchState(store, { refusal }),

      rename: (id: string, name: string) => change(id, { name }, { name }, 'Renaming', `Renamed to ${name}.`),
      move: (id: string, x: number | null, y: number | null) =>
        change(
          id,
          { x, y },
          { x, y },
          'Moving',
          x === null ? `${nameOf(id)} is laid out by itself again.` : `Moved ${nameOf(id)}.`,
        ),
      placeBelow: (id: string, parentId: string | null) => {
        const target = parentId === null ? 'the top' : nameOf(parentId);
        const body = { parent_id: parentId, x: null, y: null };
        return change(
          id,
          body,
          { parentId, x: null, y: null },
          `Moving below ${target}`,
          `${nameOf(id)} now reports to ${target}.`,
        );
      },
      collapse: (id: string, collapsed: boolean) =>
        change(id, { collapsed }, { collapsed }, collapsed ? 'Collapsing' : 'Opening', null),
      /** Facts without a picture in the graph; refusals are thrown to the form that asked. */
      patch: async (id: string, body: PatchWorkspaceBody, done: string) => {
        const { body: answer, position } = await during(id, () => platform.workspaces.patch(id, body));
        notices.say(done, undoing(id, answer.event_ids));
        return { needsRestart: answer.needs_restart === true, ...(position === null ? {} : { position }) };
      },
      create: async (body: CreateWorkspaceBody, idempotencyKey: string): Promise<CreatedWorkspace> =>
        (await platform.workspaces.create(body, { idempotencyKey })).body,

      async remove(id: string, isTeam: boolean): Promise<boolean> {
        const name = nameOf(id);
        const settle = graph.expect([id, ...graph.teamOf(id)], { removed: { removalId: '', at: '' } });
        patchState(store, { refusal: null });
        try {
          const { body, position } = await platform.workspaces.remove(id, { confirm: isTeam });
          settle(position);
          const count = body.cascade_deleted;
          const text = count === 0 ? `Removed ${name}.` : `Removed ${name} and ${count} more.`;
          notices.say(text, async () => void (await platform.workspaces.restore(id)));
          return true;
        } catch (problem) {
          settle(null);
          patchState(store, { refusal: { id, tried: 'Removing', problem } });
          return false;
        }
      },
      restore: async (id: string, parentId?: string | null) => {
        await during(id, () => platform.workspaces.restore(id, parentId === undefined ? {} : { parent_id: parentId }));
        notices.say(`Restored ${nameOf(id)}.`);
      },
      restart: async (id: string) => {
        patchState(store, { refusal: null });
        try {
          await during(id, () => platform.workspaces.restart(id));
          notices.say(`Restarting ${nameOf(id)}.`);
        } catch (problem) {
          patchState(store, { refusal: { id, tried: 'Restarting', problem } });
        }
      },
    };
  }),
);
