import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { cardSize } from './placement.js';
import { NodeCardComponent } from './node-card.component.js';
import { OrgGraphStore } from './org-graph.store.js';
import { shownState, stateColour, stateWord } from './shown-state.js';
import type { Detail } from './viewport.js';

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
    '[attr.aria-label]': 'label()',
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
  protected readonly size = cardSize;
  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly state = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? 'offline' : shownState(workspace);
  });
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly chipName = computed(() => shortened(this.workspace()?.name ?? '', 15));
  protected readonly label = computed(() => {
    const workspace = this.workspace();
    if (workspace === undefined) return '';
    const queue = workspace.queued > 0 ? `, ${workspace.queued} waiting` : '';
    return `${workspace.name}${workspace.role === '' ? '' : `, ${workspace.role}`}, ${this.word()}${queue}`;
  });
}

const shortened = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
