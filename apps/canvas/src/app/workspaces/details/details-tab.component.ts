import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
  type Signal,
} from '@angular/core';
import type { GraphWorkspace } from '@guildhall/contracts';
import { CommandsStore } from '../../commands/commands.store.js';
import { AgoPipe } from '../../elements/ago.pipe.js';
import { CopyButtonComponent } from '../../elements/copy-button.component.js';
import { ExactTimePipe } from '../../elements/exact-time.pipe.js';
import { explain } from '../../elements/explain.js';
import { ProblemNoteComponent } from '../../elements/problem-note.component.js';
import { StateMarkComponent } from '../../elements/state-mark.component.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { restartSentence, restartsOf, shownCause, tierWords, whereOf } from '../../agent-state/agent-facts.js';
import { stateColour, stateWord } from '../../agent-state/shown-state.js';
import { PresentMoment } from '../../time/present-moment.js';
import { TimeStore } from '../../time/time.store.js';
import { ActivityStore } from '../../live/activity.store.js';
import { LifecycleRules } from '../../provisioning/lifecycle-rules.js';
import { ProvisioningStore } from '../../provisioning/provisioning.store.js';
import { UrlStore } from '../../url/url.store.js';
import { cardSummary } from './agent-card.js';
import { DetailStore } from './detail.store.js';
import { folderWords, rightsWords, templateWords } from './fact-words.js';
import { factsOf, patchOf, type Facts } from './facts-draft.js';
import { LifecycleActionsComponent } from './lifecycle-actions.component.js';
import { TokensComponent } from './tokens.component.js';
import { Removal } from '../removal.js';
import { WorkspacesStore } from '../workspaces.store.js';

/** The state and the facts of a workspace, with a form to change them. */
@Component({
  selector: 'gh-details-tab',
  imports: [
    AgoPipe,
    CopyButtonComponent,
    ExactTimePipe,
    LifecycleActionsComponent,
    ProblemNoteComponent,
    StateMarkComponent,
    TokensComponent,
  ],
  templateUrl: './details-tab.component.html',
  styleUrl: './details-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DetailsTabComponent {
  readonly id = input.required<string>();

  private readonly graph = inject(OrgGraphStore);
  private readonly removal = inject(Removal);
  private readonly activity = inject(ActivityStore);
  private readonly provisioning = inject(ProvisioningStore);
  private readonly rules = inject(LifecycleRules);
  protected readonly url = inject(UrlStore);
  protected readonly detail = inject(DetailStore);
  private readonly workspaces = inject(WorkspacesStore);
  private readonly commands = inject(CommandsStore);
  protected readonly time = inject(TimeStore);
  protected readonly moment = inject(PresentMoment);

  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly view = computed(() =>
    this.detail.id() === this.id() && this.detail.isPast() === this.graph.isPast() ? this.detail.view() : null,
  );
  protected readonly state = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? 'offline' : this.activity.stateOf(workspace);
  });
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
  private readonly codedCause = this.fact((workspace) => shownCause(workspace), null);
  /** With the agent's own words, which the graph does not hold, where the details tell them of the same cause. */
  protected readonly cause = computed(() => {
    const coded = this.codedCause();
    const whole = this.view()?.status_cause ?? '';
    return coded !== null && whole.toLowerCase().startsWith(coded.toLowerCase()) ? whole : coded;
  });
  protected readonly doing = this.fact((workspace) => this.activity.taskOf(workspace), null);
  protected readonly where = this.fact((workspace) => whereOf(workspace).title, '');
  protected readonly restarts = this.fact(restartsOf, 0);
  protected readonly tier = this.fact(({ tier }) => tierWords[tier], '');
  protected readonly folder = this.fact(
    (workspace) => folderWords(workspace.access, this.view()?.workspace_dir ?? null),
    '',
  );
  protected readonly template = this.fact(({ template }) => templateWords(template), null);
  protected readonly rights = computed(() => rightsWords(this.view()?.manages_team ?? []));
  protected readonly card = computed(() => cardSummary(this.view()?.agent_card));
  private readonly before = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? null : factsOf(workspace, this.view());
  });
  /** Unsaved input, kept while the workspace stays open. */
  protected readonly draft = linkedSignal<string, Partial<Facts>>({ source: this.id, computation: () => ({}) });
  protected readonly facts = computed(() => {
    const before = this.before();
    return before === null ? null : { ...before, ...this.draft() };
  });
  protected readonly patch = computed(() => {
    const before = this.before();
    return before === null ? null : patchOf(before, this.draft());
  });
  protected readonly isSaving = signal(false);
  protected readonly restartBecause = this.fact(restartSentence, null);
  protected readonly restartRefusal = computed(() => this.rules.refusal(this.id(), 'restart'));
  protected readonly problem = linkedSignal<string, unknown>({ source: this.id, computation: () => null });
  protected readonly fieldProblems = computed(() => {
    const problem = this.problem();
    return new Map((problem === null ? [] : explain(problem).fields).map(({ field, message }) => [field, message]));
  });
  protected readonly parents = computed(() => {
    const team = new Set([this.id(), ...this.graph.teamOf(this.id())]);
    return this.graph
      .present()
      .filter(({ id }) => !team.has(id))
      .sort((a, b) => a.name.localeCompare(b.name));
  });
  protected readonly refusal = computed(() => {
    const refusal = this.commands.refusal();
    return refusal?.id === this.id() ? refusal : null;
  });

  protected edit(key: keyof Facts, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.draft.update((draft) => ({ ...draft, [key]: value }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const patch = this.patch();
    const id = this.id();
    if (patch === null) return;
    this.isSaving.set(true);
    this.problem.set(null);
    try {
      const position = await this.workspaces.patch(id, patch, `Saved ${this.facts()?.name ?? ''}.`);
      await this.detail.refresh(position);
      this.draft.set({});
    } catch (problem) {
      this.problem.set(problem);
    } finally {
      this.isSaving.set(false);
    }
  }

  protected restart(): void {
    void this.provisioning.restart(this.id());
  }

  protected remove(): void {
    this.removal.start(this.id());
  }

  private fact<Value>(read: (workspace: GraphWorkspace) => Value, absent: Value): Signal<Value> {
    return computed(() => {
      const workspace = this.workspace();
      return workspace === undefined ? absent : read(workspace);
    });
  }
}
