import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { EnvironmentNeed } from '@guildhall/contracts';
import { isSameNeed, namesOf } from './import-refusal.js';

/** Environment variables that agents of a template need. Of a group, one is enough. */
@Component({
  selector: 'gh-environment-needs',
  templateUrl: './environment-needs.component.html',
  styleUrl: './environment-needs.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EnvironmentNeedsComponent {
  readonly heading = input.required<string>();
  readonly needs = input.required<readonly EnvironmentNeed[]>();
  /** Missing variables; null: not checked yet. */
  readonly missing = input<readonly EnvironmentNeed[] | null>(null);

  protected readonly rows = computed(() => {
    const missing = this.missing();
    return this.needs().map((need) => ({
      names: namesOf(need),
      found: missing === null ? null : missing.some((one) => isSameNeed(one, need)) ? 'missing' : 'set',
    }));
  });
}
