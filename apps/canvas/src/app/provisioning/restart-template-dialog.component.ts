import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { DialogComponent } from '../elements/dialog.component.js';
import { OrgGraphStore } from '../graph/org-graph.store.js';
import { TemplateListComponent } from '../templates/template-list.component.js';
import { ProvisioningStore } from './provisioning.store.js';

type Source = 'own' | 'other';

/** Lays the files of a template into the agent's configuration again and starts it with them. */
@Component({
  selector: 'gh-restart-template-dialog',
  imports: [DialogComponent, TemplateListComponent],
  templateUrl: './restart-template-dialog.component.html',
  styleUrl: './restart-template-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RestartTemplateDialogComponent {
  readonly id = input.required<string>();
  readonly closed = output();

  private readonly graph = inject(OrgGraphStore);
  private readonly provisioning = inject(ProvisioningStore);
  protected readonly name = computed(() => this.graph.get(this.id())?.name ?? 'the workspace');
  protected readonly source = signal<Source>('own');
  protected readonly template = signal<string | null>(null);
  protected readonly isMissing = computed(() => this.source() === 'other' && this.template() === null);

  protected restart(event: Event): void {
    event.preventDefault();
    const template = this.template();
    if (this.isMissing()) return;
    const isOther = this.source() === 'other' && template !== null;
    this.closed.emit();
    void this.provisioning.restart(this.id(), isOther ? { template } : { apply_template: true });
  }
}
