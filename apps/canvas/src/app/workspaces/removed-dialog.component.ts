import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { ApiError } from '@guildhall/client';
import { AgoPipe } from '../elements/ago.pipe.js';
import { Clock } from '../elements/clock.js';
import { DialogComponent } from '../dialogs/dialog.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { TimeStore } from '../time/time.store.js';
import { WorkspacesStore } from './workspaces.store.js';

/** Removals, newest first. Restoring one restores every workspace that it removed. */
@Component({
  selector: 'gh-removed-dialog',
  imports: [AgoPipe, DialogComponent, ProblemNoteComponent],
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

  /** One row per removal: its root is the one whose lead was not taken away with it. */
  protected readonly removals = computed(() => {
    const removed = this.graph.removed();
    const removalOf = new Map(removed.map((one) => [one.id, one.removed?.removalId]));
    return removed
      .filter((one) => one.parentId === null || removalOf.get(one.parentId) !== one.removed?.removalId)
      .map((one) => ({
        id: one.id,
        name: one.name,
        at: one.removed?.at ?? '',
        count: removed.filter((other) => other.removed?.removalId === one.removed?.removalId).length,
      }))
      .sort((a, b) => b.at.localeCompare(a.at));
  });

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
