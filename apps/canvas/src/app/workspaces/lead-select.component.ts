import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';

/** Chooses the workspace that another one reports to. */
@Component({
  selector: 'gh-lead-select',
  templateUrl: './lead-select.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'gh-field' },
})
export class LeadSelectComponent {
  readonly fieldId = input.required<string>();
  /** Id of the chosen lead; '': none. */
  readonly chosen = input.required<string>();
  /** Id of the workspace that reports to the lead: neither it nor its team can be chosen. */
  readonly member = input<string | null>(null);
  readonly chose = output<string>();

  private readonly graph = inject(OrgGraphStore);
  protected readonly leads = computed(() => {
    const member = this.member();
    const excluded = new Set(member === null ? [] : [member, ...this.graph.teamOf(member)]);
    return this.graph
      .present()
      .filter(({ id }) => !excluded.has(id))
      .sort((a, b) => a.name.localeCompare(b.name));
  });
}
