import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { Confirmation } from './dialogs.store.js';
import { DialogComponent } from './dialog.component.js';

/** Asks for a confirmation before a command that has no undo. */
@Component({
  selector: 'gh-confirm-dialog',
  imports: [DialogComponent],
  templateUrl: './confirm-dialog.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmDialogComponent {
  readonly question = input.required<Confirmation>();
  readonly closed = output();

  protected confirm(event: Event): void {
    event.preventDefault();
    const { act } = this.question();
    this.closed.emit();
    act();
  }
}
