import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { LucideTriangleAlert } from '@lucide/angular';
import { CopyButtonComponent } from './controls/copy-button.component.js';
import { explain } from './explain.js';

/** A refusal for people: what happened, what to do, and the codes behind a copy button. */
@Component({
  selector: 'gh-problem-note',
  imports: [CopyButtonComponent, LucideTriangleAlert],
  templateUrl: './problem-note.component.html',
  styleUrl: './problem-note.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProblemNoteComponent {
  readonly problem = input.required<unknown>();
  /** What was tried, shown before the sentence. */
  readonly tried = input<string>();

  protected readonly explanation = computed(() => explain(this.problem()));
  protected readonly reference = computed(() => {
    const { code, correlationId } = this.explanation();
    return [code, correlationId].filter((part) => part !== null).join(' ');
  });
}
