import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { GraphWorkspace } from '@guildhall/contracts';
import {
  LucideBox,
  LucideContainer,
  LucideInbox,
  LucidePlug,
  LucideRefreshCcwDot,
  LucideRotateCw,
  LucideSquareTerminal,
} from '@lucide/angular';
import { AgoPipe } from '../elements/ago.pipe.js';
import { ExactTimePipe } from '../elements/exact-time.pipe.js';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { PresentMoment } from '../time/present-moment.js';
import { ActivityStore } from '../live/activity.store.js';
import {
  defaultTier,
  isAlarming,
  restartDueTo,
  restartSentence,
  restartsOf,
  shownCause,
  isolationOf,
  whereOf,
} from '../agent-state/agent-facts.js';
import { stateColour, stateWord } from '../agent-state/shown-state.js';

/** A workspace as a card: name, role, state with its cause, and current task. */
@Component({
  selector: 'gh-node-card',
  imports: [
    AgoPipe,
    ExactTimePipe,
    LucideBox,
    LucideContainer,
    LucideInbox,
    LucidePlug,
    LucideRefreshCcwDot,
    LucideRotateCw,
    LucideSquareTerminal,
    StateMarkComponent,
  ],
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

  private readonly activity = inject(ActivityStore);
  protected readonly moment = inject(PresentMoment);
  protected readonly defaultTier = defaultTier;
  protected readonly state = computed(() => this.activity.stateOf(this.workspace()));
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
  protected readonly restarts = computed(() => restartsOf(this.workspace()));
  protected readonly where = computed(() => whereOf(this.workspace()));
  protected readonly isolation = computed(() => isolationOf(this.workspace()));
  private readonly why = computed(() => shownCause(this.workspace()));
  private readonly isAlarming = computed(() => isAlarming(this.workspace()));
  protected readonly restartDue = computed(() => restartSentence(this.workspace()));
  /** An alarming cause replaces the role. */
  protected readonly alarm = computed(() => (this.isAlarming() ? this.why() : null));
  /** A line of its own: the current task, the cause of the state, or the restart that is due. */
  protected readonly line = computed(() => {
    const task = this.activity.taskOf(this.workspace());
    if (task !== null || this.alarm() !== null) return task;
    const changed = restartDueTo(this.workspace());
    return this.why() ?? (changed === null ? null : `Restart due: ${changed}`);
  });
}
