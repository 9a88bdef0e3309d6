import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { LucidePlus } from '@lucide/angular';

/** An organisation without workspaces: one sentence, one action, one link. */
@Component({
  selector: 'gh-empty-state',
  imports: [LucidePlus],
  templateUrl: './empty-state.component.html',
  styleUrl: './empty-state.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EmptyStateComponent {
  readonly isPast = input.required<boolean>();
  readonly created = output();
  readonly imported = output();
}
