import { inject, Injectable } from '@angular/core';
import type { CreateWorkspaceBody, PatchWorkspaceBody, CreatedWorkspace } from '@guildhall/contracts';
import { CommandsStore } from '../commands/commands.store.js';
import { NoticesStore } from '../notices/notices.store.js';
import type { Expected } from '../org-graph/node-signals.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { PLATFORM } from '../platform/platform.js';

/** A change of facts as the screen shows it before the platform confirms it. */
interface Change {
  body: PatchWorkspaceBody;
  expected: Expected;
  tried: string;
  /** Notice after success; null: none. */
  done: string | null;
}

/** Commands that change what a workspace is. Most are shown at once and offer Undo. */
@Injectable({ providedIn: 'root' })
export class WorkspacesStore {
  private readonly platform = inject(PLATFORM);
  private readonly commands = inject(CommandsStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly notices = inject(NoticesStore);

  rename(id: string, name: string): Promise<boolean> {
    return this.change(id, { body: { name }, expected: { name }, tried: 'Renaming', done: `Renamed to ${name}.` });
  }

  move(id: string, x: number, y: number): Promise<boolean> {
    return this.change(id, {
      body: { x, y },
      expected: { x, y },
      tried: 'Moving',
      done: `Moved ${this.nameOf(id)}.`,
    });
  }

  placeBelow(id: string, parentId: string | null): Promise<boolean> {
    const lead = parentId === null ? null : this.nameOf(parentId);
    return this.change(id, {
      body: { parent_id: parentId, x: null, y: null },
      expected: { parentId, x: null, y: null },
      tried: lead === null ? 'Moving to the top level' : `Moving below ${lead}`,
      done: lead === null ? `Moved ${this.nameOf(id)} to the top level.` : `${this.nameOf(id)} now reports to ${lead}.`,
    });
  }

  collapse(id: string, collapsed: boolean): Promise<boolean> {
    const tried = collapsed ? 'Collapsing the team' : 'Expanding the team';
    return this.change(id, { body: { collapsed }, expected: { collapsed }, tried, done: null });
  }

  remove(id: string, isTeam: boolean, purge = false): Promise<boolean> {
    const name = this.nameOf(id);
    return this.commands.optimistic([id, ...this.graph.teamOf(id)], {
      tried: 'Removing',
      expected: { removed: { removalId: '', at: '' } },
      send: () => this.platform.workspaces.remove({ id, query: { confirm: isTeam, purge } }),
      done: ({ cascade_deleted: more }) => {
        const who = more === 0 ? name : `${name} and ${more} more`;
        if (purge) return this.notices.say(`Removed ${who} for good.`);
        this.notices.say(`Removed ${who}.`, async () => void (await this.platform.workspaces.restore({ id })));
      },
    });
  }

  async create(body: CreateWorkspaceBody, idempotencyKey: string): Promise<CreatedWorkspace> {
    return (await this.platform.workspaces.create({ body }, { idempotencyKey })).body;
  }

  /** Changes several facts at once. Throws a refusal to the form that asked. */
  async patch(id: string, body: PatchWorkspaceBody, text: string): Promise<string | undefined> {
    const { body: answer, position } = await this.commands.during(id, () =>
      this.platform.workspaces.patch({ id, body }),
    );
    this.notices.say(text, this.undoing(id, answer.event_ids));
    return position ?? undefined;
  }

  /** Restores below the old lead unless `parentId` names another. Throws a refusal to the list that asked. */
  async restore(id: string, parentId?: string | null): Promise<void> {
    const body = parentId === undefined ? {} : { parent_id: parentId };
    await this.commands.during(id, () => this.platform.workspaces.restore({ id, body }));
    this.notices.say(`Restored ${this.nameOf(id)}.`);
  }

  private change(id: string, { body, expected, tried, done }: Change): Promise<boolean> {
    return this.commands.optimistic([id], {
      tried,
      expected,
      send: () => this.platform.workspaces.patch({ id, body }),
      done: (answer) => {
        if (done !== null) this.notices.say(done, this.undoing(id, answer.event_ids));
      },
    });
  }

  private undoing(id: string, events: readonly string[]): (() => Promise<void>) | null {
    const last = events.at(-1);
    if (last === undefined) return null;
    return async () => void (await this.platform.workspaces.undo({ id, body: { event_id: last } }));
  }

  private nameOf(id: string): string {
    return this.graph.live(id)?.name ?? 'workspace';
  }
}
