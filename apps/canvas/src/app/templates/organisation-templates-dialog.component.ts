import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import type { ImportedOrganisationView, OrganisationTemplateView } from '@guildhall/contracts';
import { LucideBuilding2, LucideCheck, LucideTriangleAlert } from '@lucide/angular';
import { DialogComponent } from '../elements/dialog.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { TimeStore } from '../history/time.store.js';
import { PLATFORM } from '../platform/platform.js';
import { UrlStore } from '../url/url.store.js';
import { missingEnvironment } from './missing-environment.js';
import { TemplatesStore } from './templates.store.js';

interface Attempt {
  dir: string;
  problem: unknown;
}

/** Whole organisations to import: what each brings, what its environment lacks, and what came of an import. */
@Component({
  selector: 'gh-organisation-templates-dialog',
  imports: [DialogComponent, LucideBuilding2, LucideCheck, LucideTriangleAlert, ProblemNoteComponent],
  templateUrl: './organisation-templates-dialog.component.html',
  styleUrl: './organisation-templates-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrganisationTemplatesDialogComponent {
  readonly closed = output();
  private readonly platform = inject(PLATFORM);
  private readonly url = inject(UrlStore);
  protected readonly templates = inject(TemplatesStore);
  protected readonly time = inject(TimeStore);

  protected readonly importing = signal<string | null>(null);
  protected readonly refused = signal<Attempt | null>(null);
  protected readonly result = signal<ImportedOrganisationView | null>(null);
  protected readonly missing = computed(() => {
    const refused = this.refused();
    return refused === null ? null : missingEnvironment(refused.problem);
  });

  constructor() {
    void this.templates.loadOrganisations();
  }

  protected async import({ dir }: OrganisationTemplateView, force = false): Promise<void> {
    if (this.importing() !== null) return;
    this.importing.set(dir);
    this.refused.set(null);
    try {
      const { body } = await this.platform.templates.importOrganisation({ dir, ...(force ? { force } : {}) });
      this.result.set(body);
    } catch (problem) {
      this.refused.set({ dir, problem });
    } finally {
      this.importing.set(null);
    }
  }

  protected show(id: string): void {
    this.closed.emit();
    this.url.open(id, 'details');
  }
}
