import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { GraphWorkspace, WorkspaceView } from '@guildhall/contracts';
import { shownCause } from '../../agent-state/agent-facts.js';
import { stateColour, stateWord } from '../../agent-state/shown-state.js';
import { ExactTimePipe } from '../../elements/exact-time.pipe.js';
import { LastingPipe } from '../../elements/lasting.pipe.js';
import { StateMarkComponent } from '../../elements/state-mark.component.js';
import { ActivityStore } from '../../live/activity.store.js';
import { PresentMoment } from '../../time/present-moment.js';
import { UrlStore } from '../../url/url.store.js';

/** The state of an agent, its cause, and what to do about it. */
@Component({
  selector: 'gh-agent-status',
  imports: [ExactTimePipe, LastingPipe, StateMarkComponent],
  templateUrl: './agent-status.component.html',
  styleUrl: './agent-status.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[style.--state]': 'colour()' },
})
export class AgentStatusComponent {
  readonly workspace = input.required<GraphWorkspace>();
  readonly view = input.required<WorkspaceView | null>();

  private readonly activity = inject(ActivityStore);
  protected readonly moment = inject(PresentMoment);
  protected readonly url = inject(UrlStore);

  protected readonly state = computed(() => this.activity.stateOf(this.workspace()));
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
  /** With the agent's own words, which the graph does not hold. */
  protected readonly cause = computed(() => shownCause(this.workspace(), this.view()?.status_words));
  protected readonly task = computed(() => this.activity.taskOf(this.workspace()));
}
