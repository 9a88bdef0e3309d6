import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { EditedDocument } from './edited-document.js';

/** Resolves a conflict with a version that someone else saved: see it, take it or overwrite it. */
@Component({
  selector: 'gh-conflict-bar',
  templateUrl: './conflict-bar.component.html',
  styleUrl: './conflict-bar.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConflictBarComponent {
  readonly document = input.required<EditedDocument>();
}
