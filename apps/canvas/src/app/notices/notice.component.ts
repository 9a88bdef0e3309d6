import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { LucideX } from '@lucide/angular';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { NoticesStore } from './notices.store.js';

@Component({
  selector: 'gh-notice',
  imports: [LucideX, ProblemNoteComponent],
  templateUrl: './notice.component.html',
  styleUrl: './notice.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NoticeComponent {
  protected readonly notices = inject(NoticesStore);
}
