import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { CommandsStore } from '../../commands/commands.store.js';
import { ProblemNoteComponent } from '../../elements/problem-note.component.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { TimeStore } from '../../time/time.store.js';
import { Removal } from '../removal.js';
import { AgentStatusComponent } from './agent-status.component.js';
import { AgentSummaryComponent } from './agent-summary.component.js';
import { DetailStore } from './detail.store.js';
import { FactsFormComponent } from './facts-form/facts-form.component.js';
import { IdentityComponent } from './identity.component.js';
import { LifecycleActionsComponent } from './lifecycle-actions.component.js';
import { RestartNoticeComponent } from './restart-notice.component.js';
import { TokensComponent } from './tokens/tokens.component.js';

/** The state and the facts of a workspace, with a form to change them. */
@Component({
  selector: 'gh-details-tab',
  imports: [
    AgentStatusComponent,
    AgentSummaryComponent,
    FactsFormComponent,
    IdentityComponent,
    LifecycleActionsComponent,
    ProblemNoteComponent,
    RestartNoticeComponent,
    TokensComponent,
  ],
  templateUrl: './details-tab.component.html',
  styleUrl: './details-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DetailsTabComponent {
  readonly id = input.required<string>();

  private readonly graph = inject(OrgGraphStore);
  private readonly detail = inject(DetailStore);
  private readonly commands = inject(CommandsStore);
  private readonly removal = inject(Removal);
  protected readonly time = inject(TimeStore);

  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly view = computed(() =>
    this.detail.id() === this.id() && this.detail.isPast() === this.graph.isPast() ? this.detail.view() : null,
  );
  protected readonly refusal = computed(() => {
    const refusal = this.commands.refusal();
    return refusal?.id === this.id() ? refusal : null;
  });

  protected remove(): void {
    this.removal.start(this.id());
  }
}
