import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { eventSentence, type ActorRef } from '@guildhall/contracts';
import { AgoPipe } from '../elements/ago.pipe.js';
import { ExactTimePipe } from '../elements/exact-time.pipe.js';
import { GroupedPipe } from '../elements/grouped.pipe.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { ShownPart } from '../lists/shown-part.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { PresentMoment } from '../time/present-moment.js';
import { TimeStore } from '../time/time.store.js';
import { WorkspaceHistoryStore } from './workspace-history.store.js';

/** The history of a workspace, newest first. Every line leads to its moment. */
@Component({
  selector: 'gh-history-tab',
  imports: [AgoPipe, ExactTimePipe, GroupedPipe, ProblemNoteComponent],
  templateUrl: './history-tab.component.html',
  styleUrl: './history-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HistoryTabComponent {
  readonly id = input.required<string>();

  private readonly graph = inject(OrgGraphStore);
  protected readonly history = inject(WorkspaceHistoryStore).list;
  protected readonly time = inject(TimeStore);
  protected readonly moment = inject(PresentMoment);

  private readonly part = new ShownPart(this.history.items);
  protected readonly hasOlder = computed(() => this.part.rest() > 0 || this.history.hasMore());
  protected readonly rows = computed(() =>
    this.part.items().map((item) => ({
      ordinal: item.ordinal,
      at: item.recordedAt,
      type: item.type,
      sentence: eventSentence(item, { nameOf: this.nameOf }),
      actor: this.actorName(item.actor),
      isUndo: item.metadata.undoes !== undefined,
    })),
  );

  protected showOlder(): void {
    if (this.part.rest() === 0) void this.history.loadMore();
    this.part.more();
  }

  private readonly nameOf = (id: string | null): string =>
    id === null ? 'the top level' : (this.graph.live(id)?.name ?? id.slice(0, 8));

  private actorName({ kind, id }: ActorRef): string {
    if (kind === 'workspace') return this.nameOf(id);
    return kind === 'operator'
      ? 'Operator'
      : kind === 'system'
        ? 'Guildhall'
        : `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${id.slice(0, 8)}`;
  }
}
