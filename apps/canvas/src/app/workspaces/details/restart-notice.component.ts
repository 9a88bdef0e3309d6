import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { GraphWorkspace } from '@guildhall/contracts';
import { restartSentence } from '../../agent-state/agent-facts.js';
import { LifecycleRules } from '../../provisioning/lifecycle-rules.js';
import { ProvisioningStore } from '../../provisioning/provisioning.store.js';

/** Says that the running agent does not know a change yet, and restarts it. Empty while no restart is due. */
@Component({
  selector: 'gh-restart-notice',
  templateUrl: './restart-notice.component.html',
  styleUrl: './restart-notice.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RestartNoticeComponent {
  readonly workspace = input.required<GraphWorkspace>();

  private readonly rules = inject(LifecycleRules);
  private readonly provisioning = inject(ProvisioningStore);
  protected readonly sentence = computed(() => restartSentence(this.workspace()));
  protected readonly refusal = computed(() => this.rules.refusal(this.workspace().id, 'restart'));

  protected restart(): void {
    void this.provisioning.restart(this.workspace().id);
  }
}
