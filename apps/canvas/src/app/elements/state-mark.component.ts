import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { stateColour, type ShownState } from '../agent-state/shown-state.js';
import { shapeOf } from '../agent-state/state-shapes.js';

/** A state as colour and shape. Screen readers skip it: the word stands beside it. */
@Component({
  selector: 'gh-state-mark',
  templateUrl: './state-mark.component.html',
  styleUrl: './state-mark.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StateMarkComponent {
  readonly state = input.required<ShownState>();
  readonly size = input(14);
  protected readonly drawn = computed(() => shapeOf(this.state()));
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
}
