import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { ActivityStore } from '../live/activity.store.js';
import { fittedLines } from './fitted-lines.js';
import { cardSize } from '../placement/placement.js';
import { NodeCardComponent } from './node-card.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { stateColour, stateWord } from '../agent-state/shown-state.js';
import { shapeOf } from '../agent-state/state-shapes.js';
import type { Detail } from '../screen/viewport.js';

const chipFont = "600 26px 'Inter Variable'";
const chipLine = 31;

/** One workspace in the graph, at one of three levels of detail. */
@Component({
  selector: 'g[ghGraphNode]',
  imports: [NodeCardComponent],
  templateUrl: './graph-node.component.html',
  styleUrl: './graph-node.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    role: 'button',
    '[attr.data-testid]': '"node-" + id()',
    '[attr.data-node]': 'id()',
    '[attr.tabindex]': 'isTabStop() ? 0 : -1',
    '[attr.aria-pressed]': 'isSelected()',
    '[class.selected]': 'isSelected()',
    '[class.dimmed]': 'isDimmed()',
    '[class.target]': 'target() === "allowed"',
    '[class.refused]': 'target() === "refused"',
  },
})
export class GraphNodeComponent {
  readonly id = input.required<string>();
  readonly detail = input.required<Detail>();
  readonly isSelected = input(false);
  readonly isTabStop = input(false);
  readonly isDimmed = input(false);
  readonly isBusy = input(false);
  /** Whether a dragged workspace could be dropped here. */
  readonly target = input<'allowed' | 'refused' | null>(null);

  private readonly graph = inject(OrgGraphStore);
  private readonly activity = inject(ActivityStore);
  protected readonly size = cardSize;
  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly state = computed(() => this.activity.stateOf(this.workspace()));
  protected readonly drawn = computed(() => shapeOf(this.state()));
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
  protected readonly word = computed(() => stateWord(this.state()));
  /** Computed only while chips are drawn. */
  protected readonly chipLines = computed(() => {
    const lines = fittedLines(this.workspace()?.name ?? '', cardSize.width - 74, chipFont);
    const middle = cardSize.height / 2 - ((lines.length - 1) * chipLine) / 2;
    return lines.map((text, index) => ({ text, y: middle + index * chipLine }));
  });
}
