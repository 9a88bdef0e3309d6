import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import type { GraphWorkspace, WorkspaceView } from '@guildhall/contracts';
import { fieldMessages } from '../../../elements/explain.js';
import { ProblemNoteComponent } from '../../../elements/problem-note.component.js';
import { TextFieldComponent } from '../../../elements/controls/text-field.component.js';
import { TimeStore } from '../../../time/time.store.js';
import { LeadSelectComponent } from '../../lead-select.component.js';
import { WorkspacesStore } from '../../workspaces.store.js';
import { DetailStore } from '../detail.store.js';
import { factsOf, patchOf, textFields, type Facts } from './facts-draft.js';

/** The facts of a workspace that a person can change. */
@Component({
  selector: 'gh-facts-form',
  imports: [LeadSelectComponent, ProblemNoteComponent, TextFieldComponent],
  templateUrl: './facts-form.component.html',
  styleUrl: './facts-form.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FactsFormComponent {
  readonly workspace = input.required<GraphWorkspace>();
  readonly view = input.required<WorkspaceView | null>();

  private readonly workspaces = inject(WorkspacesStore);
  private readonly detail = inject(DetailStore);
  protected readonly time = inject(TimeStore);

  protected readonly textFields = textFields;
  protected readonly tiers = ['1', '2', '3', '4'] as const;
  protected readonly id = computed(() => this.workspace().id);
  private readonly before = computed(() => factsOf(this.workspace(), this.view()));
  /** Unsaved input, kept while the workspace stays open. */
  protected readonly draft = linkedSignal<string, Partial<Facts>>({ source: this.id, computation: () => ({}) });
  protected readonly facts = computed(() => ({ ...this.before(), ...this.draft() }));
  protected readonly patch = computed(() => patchOf(this.before(), this.draft()));
  protected readonly isSaving = signal(false);
  protected readonly problem = linkedSignal<string, unknown>({ source: this.id, computation: () => null });
  protected readonly messages = computed(() => fieldMessages(this.problem()));

  protected edit(key: keyof Facts, value: string): void {
    this.draft.update((draft) => ({ ...draft, [key]: value }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const patch = this.patch();
    if (patch === null) return;
    this.isSaving.set(true);
    this.problem.set(null);
    try {
      const position = await this.workspaces.patch(this.id(), patch, `Saved ${this.facts().name}.`);
      await this.detail.refresh(position);
      this.draft.set({});
    } catch (problem) {
      this.problem.set(problem);
    } finally {
      this.isSaving.set(false);
    }
  }
}
