import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { LucideChevronDown, LucideChevronUp } from '@lucide/angular';
import { TimeStore } from '../time/time.store.js';
import { WorkspacesStore } from '../workspaces/workspaces.store.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import type { Point } from '../placement/geometry.js';
import { cardSize } from '../placement/placement.js';
import { ScreenStore } from '../screen/screen.store.js';
import { shownState, stateColour, stateOrder } from '../agent-state/shown-state.js';

/** Collapses and expands a team, below the card of its lead. Collapsed, it shows the count and the worst state. */
@Component({
  selector: 'gh-team-toggle',
  imports: [LucideChevronDown, LucideChevronUp],
  templateUrl: './team-toggle.component.html',
  styleUrl: './team-toggle.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '[style.transform]': 'place()',
    '[class.small]': 'screen.detail() !== "card"',
    '[class.closed]': 'hidden() !== undefined',
  },
})
export class TeamToggleComponent {
  readonly id = input.required<string>();
  readonly at = input.required<Point>();
  /** Ids that the closed team hides; undefined: the team is open. */
  readonly hidden = input.required<readonly string[] | undefined>();

  protected readonly screen = inject(ScreenStore);
  protected readonly time = inject(TimeStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly workspaces = inject(WorkspacesStore);

  protected readonly place = computed(() => {
    const { x, y, zoom } = this.screen.viewport();
    const at = this.at();
    return `translate(${at.x * zoom + x}px, ${(at.y + cardSize.height / 2) * zoom + y}px) translate(-50%, -50%)`;
  });
  protected readonly worst = computed(() => {
    const states = new Set((this.hidden() ?? []).flatMap((id) => this.graph.get(id) ?? []).map(shownState));
    const state = stateOrder.find((one) => states.has(one)) ?? 'online';
    return `var(--gh-state-${stateColour(state)})`;
  });
  protected readonly label = computed(() => {
    const name = this.graph.get(this.id())?.name ?? '';
    return this.hidden() === undefined ? `Collapse the team of ${name}` : `Expand the team of ${name}`;
  });

  protected toggle(): void {
    void this.workspaces.collapse(this.id(), this.hidden() === undefined);
  }
}
