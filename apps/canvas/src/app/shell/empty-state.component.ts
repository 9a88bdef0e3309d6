import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { LucidePlus } from '@lucide/angular';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import { TimeStore } from '../time/time.store.js';
import { Creation } from '../workspaces/creation.js';

/** An organisation without workspaces: one sentence, one action, one link. */
@Component({
  selector: 'gh-empty-state',
  imports: [LucidePlus],
  templateUrl: './empty-state.component.html',
  styleUrl: './empty-state.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EmptyStateComponent {
  protected readonly time = inject(TimeStore);
  protected readonly creation = inject(Creation);
  private readonly dialogs = inject(DialogsStore);

  protected import(): void {
    this.dialogs.open({ kind: 'organisation-templates' });
  }
}
