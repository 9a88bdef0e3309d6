import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { LucideX } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { NoticesStore } from './notices.store.js';

@Component({
  selector: 'gh-notice',
  imports: [IconButtonDirective, LucideX, ProblemNoteComponent],
  templateUrl: './notice.component.html',
  styleUrl: './notice.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NoticeComponent {
  protected readonly notices = inject(NoticesStore);
}
