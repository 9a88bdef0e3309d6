import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { GraphWorkspace } from '@guildhall/contracts';
import { LucideInbox, LucidePlug, LucideTerminal, LucideBox } from '@lucide/angular';
import { AgoPipe } from '../elements/ago.pipe.js';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { PresentMoment } from '../history/present-moment.js';
import { shownState, stateColour, stateWord } from './shown-state.js';

/** A workspace as a card: who it is, how it is and why, what it does. */
@Component({
  selector: 'gh-node-card',
  imports: [AgoPipe, LucideBox, LucideInbox, LucidePlug, LucideTerminal, StateMarkComponent],
  templateUrl: './node-card.component.html',
  styleUrl: './node-card.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '[class.selected]': 'isSelected()',
    '[class.busy]': 'isBusy()',
    '[class.target]': 'target() === "allowed"',
    '[class.refused]': 'target() === "refused"',
    '[style.--state]': 'colour()',
  },
})
export class NodeCardComponent {
  readonly workspace = input.required<GraphWorkspace>();
  readonly isSelected = input(false);
  readonly isBusy = input(false);
  readonly target = input<'allowed' | 'refused' | null>(null);

  protected readonly moment = inject(PresentMoment);
  protected readonly state = computed(() => shownState(this.workspace()));
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
  /** Why it is so, unless all is well. */
  protected readonly cause = computed(() => {
    const { status, cause } = this.workspace();
    return status === 'online' ? null : cause;
  });
}
