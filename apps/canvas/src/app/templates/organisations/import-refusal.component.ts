import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { LucideTriangleAlert } from '@lucide/angular';
import { ProblemNoteComponent } from '../../elements/problem-note.component.js';
import { TemplateProblemsComponent } from '../template-problems.component.js';
import { importRefusalOf } from './import-refusal.js';

/** Why an import created nothing, how to fix it, and "Import anyway" where that is possible. */
@Component({
  selector: 'gh-import-refusal',
  imports: [LucideTriangleAlert, ProblemNoteComponent, TemplateProblemsComponent],
  templateUrl: './import-refusal.component.html',
  styleUrl: './import-refusal.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ImportRefusalComponent {
  readonly problem = input.required<unknown>();
  readonly isDisabled = input(false);
  readonly forced = output();
  protected readonly refusal = computed(() => importRefusalOf(this.problem()));
}
