import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { AgoPipe } from '../elements/ago.pipe.js';
import { CopyButtonComponent } from '../elements/copy-button.component.js';
import { ExactTimePipe } from '../elements/exact-time.pipe.js';
import { explain } from '../elements/explain.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { OrgGraphStore } from '../graph/org-graph.store.js';
import { shownState, stateColour, stateWord } from '../graph/shown-state.js';
import { PresentMoment } from '../history/present-moment.js';
import { TimeStore } from '../history/time.store.js';
import { DialogsStore } from '../shell/dialogs.store.js';
import { DetailStore } from './detail.store.js';
import { factsOf, patchOf, type Facts } from './facts-draft.js';
import { TokensComponent } from './tokens.component.js';
import { WorkspacesStore } from './workspaces.store.js';

/** What a workspace is, how it is, and the facts a person can change. */
@Component({
  selector: 'gh-details-tab',
  imports: [AgoPipe, CopyButtonComponent, ExactTimePipe, ProblemNoteComponent, StateMarkComponent, TokensComponent],
  templateUrl: './details-tab.component.html',
  styleUrl: './details-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DetailsTabComponent {
  readonly id = input.required<string>();

  private readonly graph = inject(OrgGraphStore);
  private readonly dialogs = inject(DialogsStore);
  protected readonly detail = inject(DetailStore);
  protected readonly workspaces = inject(WorkspacesStore);
  protected readonly time = inject(TimeStore);
  protected readonly moment = inject(PresentMoment);

  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly view = computed(() =>
    this.detail.id() === this.id() && !this.graph.isPast() ? this.detail.view() : null,
  );
  protected readonly state = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? 'offline' : shownState(workspace);
  });
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly colour = computed(() => `var(--gh-state-${stateColour(this.state())})`);
  private readonly before = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? null : factsOf(workspace, this.view());
  });
  /** What was typed and not saved, kept for each workspace while it is open. */
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
  protected readonly needsRestart = linkedSignal<string, boolean>({ source: this.id, computation: () => false });
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
    const refusal = this.workspaces.refusal();
    return refusal?.id === this.id() && refusal.tried === 'Restarting' ? refusal : null;
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
      const answer = await this.workspaces.patch(id, patch, `Saved ${this.facts()?.name ?? ''}.`);
      await this.detail.load(id, answer.position);
      this.draft.set({});
      this.needsRestart.set(answer.needsRestart);
    } catch (problem) {
      this.problem.set(problem);
    } finally {
      this.isSaving.set(false);
    }
  }

  protected restart(): void {
    this.needsRestart.set(false);
    void this.workspaces.restart(this.id());
  }

  protected remove(): void {
    if (this.graph.teamOf(this.id()).length > 0) this.dialogs.open({ kind: 'remove', id: this.id() });
    else void this.workspaces.remove(this.id(), false);
  }
}
