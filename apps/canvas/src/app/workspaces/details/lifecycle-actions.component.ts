import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { LucideMoon, LucidePause, LucidePlay, LucideRotateCw, LucideSun } from '@lucide/angular';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import type { LifecycleAction } from '../../provisioning/lifecycle.js';
import { LifecycleRules } from '../../provisioning/lifecycle-rules.js';
import { ProvisioningStore } from '../../provisioning/provisioning.store.js';

interface Offer {
  action: LifecycleAction;
  text: string;
  refusal: string | null;
  act: () => void;
}

/** The actions that fit the state of an agent, the likeliest first; the others are in the menu. */
@Component({
  selector: 'gh-lifecycle-actions',
  imports: [LucideMoon, LucidePause, LucidePlay, LucideRotateCw, LucideSun],
  templateUrl: './lifecycle-actions.component.html',
  styleUrl: './lifecycle-actions.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LifecycleActionsComponent {
  readonly id = input.required<string>();
  private readonly graph = inject(OrgGraphStore);
  private readonly provisioning = inject(ProvisioningStore);
  private readonly rules = inject(LifecycleRules);

  protected readonly offers = computed((): Offer[] => {
    const id = this.id();
    const what = this.graph.teamOf(id).length > 0 ? 'team' : 'agent';
    const status = this.graph.get(id)?.status;
    const offer = (action: LifecycleAction, text: string, act: () => void): Offer => ({
      action,
      text,
      act,
      refusal: this.rules.refusal(id, action),
    });
    const resume = offer('resume', `Resume ${what}`, () => void this.provisioning.resume(id));
    const pause = offer('pause', `Pause ${what}`, () => void this.provisioning.pause(id));
    const restart = offer('restart', 'Restart', () => void this.provisioning.restart(id));
    const wake = offer('wake', 'Wake', () => void this.provisioning.restart(id));
    const hibernate = offer('hibernate', 'Hibernate', () => void this.provisioning.hibernate(id));
    if (status === 'paused') return [resume];
    if (status === 'hibernated') return [wake, pause];
    return this.graph.get(id)?.runtime === 'external' ? [pause] : [restart, pause, hibernate];
  });
}
