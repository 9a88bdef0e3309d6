import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { LucideRefreshCw } from '@lucide/angular';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { FolderImportComponent } from './folder-import/folder-import.component.js';
import { TemplatesStore } from './templates.store.js';

/** The workspace templates as cards, of which one is chosen. */
@Component({
  selector: 'gh-template-list',
  imports: [FolderImportComponent, LucideRefreshCw, ProblemNoteComponent],
  templateUrl: './template-list.component.html',
  styleUrl: './template-list.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TemplateListComponent {
  readonly chosen = input.required<string | null>();
  readonly chose = output<string>();
  protected readonly templates = inject(TemplatesStore);

  constructor() {
    void this.templates.loadWorkspaces();
  }
}
