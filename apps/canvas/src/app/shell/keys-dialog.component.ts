import { ChangeDetectionStrategy, Component, output } from '@angular/core';
import { DialogComponent } from '../dialogs/dialog.component.js';

@Component({
  selector: 'gh-keys-dialog',
  imports: [DialogComponent],
  templateUrl: './keys-dialog.component.html',
  styleUrl: './keys-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeysDialogComponent {
  readonly closed = output();
  protected readonly keys: readonly { keys: readonly string[]; does: string }[] = [
    { keys: ['Ctrl K', '/'], does: 'Search workspaces and actions' },
    { keys: ['←', '↑', '→', '↓'], does: 'Move the selection along the tree' },
    { keys: ['Enter'], does: 'Open the panel of the selection' },
    { keys: ['C'], does: 'New workspace' },
    { keys: ['Shift C'], does: 'New workspace below the selection' },
    { keys: ['Shift F10'], does: 'Menu of the selection' },
    { keys: ['F2'], does: 'Rename' },
    { keys: ['Del'], does: 'Remove' },
    { keys: ['Esc'], does: 'Close the panel, then clear the selection' },
    { keys: ['0'], does: 'Show everything' },
    { keys: ['L'], does: 'Return to live' },
    { keys: ['Space'], does: 'Play or pause while in the past' },
    { keys: ['?'], does: 'Show this list' },
  ];
}
