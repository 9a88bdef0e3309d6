import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { DialogComponent } from '../dialogs/dialog.component.js';
import { TextFieldComponent } from '../elements/controls/text-field.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { WorkspacesStore } from './workspaces.store.js';

/** Confirms a removal. The name must be typed when a team or data is deleted. */
@Component({
  selector: 'gh-remove-dialog',
  imports: [DialogComponent, TextFieldComponent],
  templateUrl: './remove-dialog.component.html',
  styleUrl: './remove-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RemoveDialogComponent {
  readonly id = input.required<string>();
  readonly closed = output();

  private readonly graph = inject(OrgGraphStore);
  private readonly workspaces = inject(WorkspacesStore);
  protected readonly typed = signal('');
  protected readonly isForGood = signal(false);
  protected readonly name = computed(() => this.graph.get(this.id())?.name ?? '');
  protected readonly team = computed(() => this.graph.teamOf(this.id()).map((id) => this.graph.get(id)?.name ?? ''));
  protected readonly mustType = computed(() => this.team().length > 0 || this.isForGood());
  protected readonly isConfirmed = computed(() => !this.mustType() || this.typed().trim() === this.name());
  protected readonly what = computed(() => {
    const count = this.team().length + 1;
    return count === 1 ? 'workspace' : `${count} workspaces`;
  });

  protected remove(event: Event): void {
    event.preventDefault();
    if (!this.isConfirmed()) return;
    void this.workspaces.remove(this.id(), this.team().length > 0, this.isForGood());
    this.closed.emit();
  }
}
