import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { ApiError } from '@guildhall/client';
import { AgoPipe } from '../elements/ago.pipe.js';
import { Clock } from '../elements/clock.js';
import { DialogComponent } from '../dialogs/dialog.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { ShowMoreComponent } from '../lists/show-more.component.js';
import { ShownPart } from '../lists/shown-part.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { TimeStore } from '../time/time.store.js';
import { WorkspacesStore } from './workspaces.store.js';

/** Removals, newest first. Restoring one restores every workspace that it removed. */
@Component({
  selector: 'gh-removed-dialog',
  imports: [AgoPipe, DialogComponent, ProblemNoteComponent, ShowMoreComponent],
  templateUrl: './removed-dialog.component.html',
  styleUrl: './removed-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RemovedDialogComponent {
  readonly closed = output();
  private readonly graph = inject(OrgGraphStore);
  private readonly workspaces = inject(WorkspacesStore);
  protected readonly clock = inject(Clock);
  protected readonly time = inject(TimeStore);
  protected readonly refused = signal<{ id: string; problem: unknown; isParentGone: boolean } | null>(null);

  /** One row for each removal: the workspace whose lead was not removed with it. */
  private readonly removals = computed(() => {
    const removed = this.graph.removed();
    const removalOf = new Map(removed.map((one) => [one.id, one.removed?.removalId]));
    const members = Map.groupBy(removed, (one) => one.removed?.removalId);
    return removed
      .filter((one) => one.parentId === null || removalOf.get(one.parentId) !== one.removed?.removalId)
      .map((one) => ({
        id: one.id,
        name: one.name,
        at: one.removed?.at ?? '',
        count: members.get(one.removed?.removalId)?.length ?? 1,
      }))
      .sort((a, b) => b.at.localeCompare(a.at));
  });
  protected readonly part = new ShownPart(this.removals);

  protected async restore(id: string, toTop = false): Promise<void> {
    this.refused.set(null);
    try {
      await this.workspaces.restore(id, toTop ? null : undefined);
    } catch (problem) {
      this.refused.set({
        id,
        problem,
        isParentGone: problem instanceof ApiError && problem.code === 'RESTORE_PARENT_GONE',
      });
    }
  }
}
