import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { ConnectionView, ImportedOrganisationView } from '@guildhall/contracts';
import { LucideCheck, LucideTriangleAlert } from '@lucide/angular';
import { ShowMoreComponent } from '../../lists/show-more.component.js';
import { ShownPart } from '../../lists/shown-part.js';

/** The result of an import: what it created, what it refused, and what Guildhall ignores. */
@Component({
  selector: 'gh-import-result',
  imports: [LucideCheck, LucideTriangleAlert, ShowMoreComponent],
  templateUrl: './import-result.component.html',
  styleUrl: './import-result.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ImportResultComponent {
  readonly made = input.required<ImportedOrganisationView>();
  /** Workspaces that the template has; null: not known. */
  readonly total = input<number | null>(null);
  readonly shown = output<string>();
  readonly connected = output<ConnectionView>();

  protected readonly part = new ShownPart(computed(() => this.made().workspaces));
  protected readonly count = computed(() => {
    const { count } = this.made();
    return `${count} ${count === 1 ? 'workspace' : 'workspaces'}`;
  });
  protected readonly rest = computed(() => {
    const total = this.total();
    return total === null || total <= this.made().count ? null : total - this.made().count;
  });
}
