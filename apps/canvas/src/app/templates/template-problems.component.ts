import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { TemplateProblem } from '@guildhall/contracts';
import { sentenceOf } from '../configuration/config-problems.js';

/** The problems in the files of a template, each with file and line. */
@Component({
  selector: 'gh-template-problems',
  templateUrl: './template-problems.component.html',
  styleUrl: './template-problems.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TemplateProblemsComponent {
  readonly problems = input.required<readonly TemplateProblem[]>();
  protected readonly rows = computed(() =>
    this.problems().map((one) => ({
      place: one.file === '' ? 'The folder' : `${one.file}, line ${one.line}`,
      text: sentenceOf(one),
      isWarning: one.severity === 'warning',
    })),
  );
}
