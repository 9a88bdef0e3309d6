import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { DialogComponent } from '../dialogs/dialog.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { PLATFORM } from '../platform/platform.js';
import { TemplateListComponent } from './template-list.component.js';
import { ProvisioningStore } from '../provisioning/provisioning.store.js';

type Source = 'own' | 'other';

/** Writes the files of a template to the agent's configuration again and restarts the agent. */
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
  private readonly platform = inject(PLATFORM);
  protected readonly name = computed(() => this.graph.get(this.id())?.name ?? 'the workspace');
  /** False: the workspace has no template of its own, so another must be chosen. */
  protected readonly hasOwn = signal(true);
  protected readonly source = signal<Source>('own');
  protected readonly template = signal<string | null>(null);
  protected readonly isMissing = computed(() => this.source() === 'other' && this.template() === null);

  constructor() {
    effect(() => void this.look(this.id()));
  }

  /** Without an answer both are offered: the platform refuses an impossible one before the agent stops. */
  private async look(id: string): Promise<void> {
    const view = await this.platform.workspaces.get({ id }).catch(() => null);
    if (view?.template !== null || this.id() !== id) return;
    this.hasOwn.set(false);
    this.source.set('other');
  }

  protected restart(event: Event): void {
    event.preventDefault();
    const template = this.template();
    if (this.isMissing()) return;
    const isOther = this.source() === 'other' && template !== null;
    this.closed.emit();
    void this.provisioning.restart(this.id(), isOther ? { template } : { apply_template: true });
  }
}
