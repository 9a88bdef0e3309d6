import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { GraphWorkspace, WorkspaceView } from '@guildhall/contracts';
import { isolationOf, restartsOf, whereOf } from '../../agent-state/agent-facts.js';
import { TimeStore } from '../../time/time.store.js';
import { cardSummary } from './agent-card.js';
import { folderWords, rightsWords, templateWords } from './fact-words.js';

/** How the agent runs, what it may do, and what its card says. */
@Component({
  selector: 'gh-agent-summary',
  templateUrl: './agent-summary.component.html',
  styleUrls: ['./fact-list.scss', './agent-summary.component.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AgentSummaryComponent {
  readonly workspace = input.required<GraphWorkspace>();
  readonly view = input.required<WorkspaceView | null>();

  protected readonly time = inject(TimeStore);
  protected readonly where = computed(() => whereOf(this.workspace()).title);
  protected readonly restarts = computed(() => restartsOf(this.workspace()));
  protected readonly isolation = computed(() => isolationOf(this.workspace()));
  protected readonly folder = computed(() => folderWords(this.workspace().access, this.view()?.workspace_dir ?? null));
  protected readonly template = computed(() => templateWords(this.workspace().template));
  protected readonly rights = computed(() => rightsWords(this.view()?.manages_team ?? []));
  protected readonly card = computed(() => cardSummary(this.view()?.agent_card));
}
