import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { EditedDocument } from './edited-document.js';

/** Resolves a conflict with a version saved in between: see it, take it or overwrite it. */
@Component({
  selector: 'gh-conflict-bar',
  templateUrl: './conflict-bar.component.html',
  styleUrl: './conflict-bar.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConflictBarComponent {
  readonly document = input.required<EditedDocument>();
  readonly showsTheirs = input.required<boolean>();
  readonly looked = output<boolean>();

  protected take(): void {
    this.document().takeTheirs();
    this.looked.emit(false);
  }

  protected overwrite(): void {
    this.looked.emit(false);
    void this.document().overwrite();
  }
}
