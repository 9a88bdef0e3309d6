import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { TemplateProblem } from '@guildhall/contracts';
import { mistakesOf } from './template-problems.js';
import { TemplateProblemsComponent } from './template-problems.component.js';

/** One template among others. It cannot be chosen while its files have mistakes. */
@Component({
  selector: 'gh-template-choice',
  imports: [TemplateProblemsComponent],
  templateUrl: './template-choice.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TemplateChoiceComponent {
  /** Name of the radio buttons of which one is chosen. */
  readonly group = input.required<string>();
  readonly value = input.required<string>();
  readonly template = input.required<{ name: string; description: string; problems: readonly TemplateProblem[] }>();
  readonly isChosen = input.required<boolean>();
  readonly isDisabled = input(false);
  readonly chose = output<string>();
  protected readonly mistakes = computed(() => mistakesOf(this.template()));
}
