import { inject, Injectable } from '@angular/core';
import type { GraphWorkspace } from '@guildhall/contracts';
import { CommandsStore } from '../commands/commands.store.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { TimeStore } from '../time/time.store.js';
import { refusalOf, type LifecycleAction, type Situation } from './lifecycle.js';

/** Applies the lifecycle rules to the workspaces on screen. */
@Injectable({ providedIn: 'root' })
export class LifecycleRules {
  private readonly graph = inject(OrgGraphStore);
  private readonly commands = inject(CommandsStore);
  private readonly time = inject(TimeStore);

  /** Why an action is not possible now; null: it is. */
  refusal(id: string, action: LifecycleAction): string | null {
    const situation = this.situation(id);
    return situation === null ? 'This workspace does not exist.' : refusalOf(action, situation);
  }

  private situation(id: string): Situation | null {
    const workspace = this.graph.get(id);
    if (workspace === undefined) return null;
    return {
      workspace,
      team: this.graph.teamOf(id).flatMap((member) => this.graph.get(member) ?? []),
      pausedAbove: this.above(workspace).find(({ status }) => status === 'paused')?.name ?? null,
      isBusy: this.commands.busyIds().has(id),
      frozen: this.time.frozen(),
    };
  }

  private above({ parentId }: GraphWorkspace): GraphWorkspace[] {
    const parent = parentId === null ? undefined : this.graph.get(parentId);
    return parent === undefined ? [] : [parent, ...this.above(parent)];
  }
}
