import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, output, signal } from '@angular/core';
import type { ConnectionView } from '@guildhall/contracts';
import { DialogComponent } from '../../dialogs/dialog.component.js';
import { ProblemNoteComponent } from '../../elements/problem-note.component.js';
import { ShowMoreComponent } from '../../lists/show-more.component.js';
import { ShownPart } from '../../lists/shown-part.js';
import { TimeStore } from '../../time/time.store.js';
import { UrlStore } from '../../url/url.store.js';
import { ConnectDialogComponent } from '../../registry/connect-dialog.component.js';
import { TemplateChoiceComponent } from '../template-choice.component.js';
import { EnvironmentNeedsComponent } from './environment-needs.component.js';
import { ImportRefusalComponent } from './import-refusal.component.js';
import { importRefusalOf } from './import-refusal.js';
import { ImportResultComponent } from './import-result.component.js';
import { OrganisationImportStore } from './organisation-import.store.js';
import { OrganisationTemplatesStore } from './organisation-templates.store.js';

/** Imports whole organisations: their templates, the environment they need, and the result. */
@Component({
  selector: 'gh-organisation-templates-dialog',
  imports: [
    ConnectDialogComponent,
    DialogComponent,
    EnvironmentNeedsComponent,
    ImportRefusalComponent,
    ImportResultComponent,
    ProblemNoteComponent,
    ShowMoreComponent,
    TemplateChoiceComponent,
  ],
  templateUrl: './organisation-templates-dialog.component.html',
  styleUrl: './organisation-templates-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrganisationTemplatesDialogComponent {
  readonly closed = output();
  private readonly url = inject(UrlStore);
  protected readonly templates = inject(OrganisationTemplatesStore);
  protected readonly current = inject(OrganisationImportStore);
  protected readonly time = inject(TimeStore);

  protected readonly part = new ShownPart(this.templates.list.items, ({ dir }) => dir === this.current.chosen());
  /** Connection of an imported agent, while its dialog is open. */
  protected readonly connecting = signal<ConnectionView | null>(null);
  protected readonly chosen = computed(
    () => this.templates.list.items().find(({ dir }) => dir === this.current.chosen()) ?? null,
  );
  /** Required variables that are missing, once an import was refused for them. */
  protected readonly missing = computed(() => {
    const refusal = importRefusalOf(this.current.refusal());
    return refusal.kind === 'environment' ? refusal.missing : null;
  });
  protected readonly obstacle = computed(
    () => this.time.frozen() ?? (this.chosen() === null ? 'Choose an organisation.' : null),
  );

  constructor() {
    const destroyed = inject(DestroyRef);
    this.templates.showWhile(destroyed);
    destroyed.onDestroy(() => this.current.left());
  }

  protected show(id: string): void {
    this.closed.emit();
    this.url.open(id, 'details');
  }
}
