import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, output } from '@angular/core';
import { LucideRefreshCw } from '@lucide/angular';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { ShowMoreComponent } from '../lists/show-more.component.js';
import { ShownPart } from '../lists/shown-part.js';
import { FolderImportComponent } from './folder-import/folder-import.component.js';
import { TemplateChoiceComponent } from './template-choice.component.js';
import { TemplatesStore } from './templates.store.js';

/** The workspace templates as cards, of which one is chosen. */
@Component({
  selector: 'gh-template-list',
  imports: [FolderImportComponent, LucideRefreshCw, ProblemNoteComponent, ShowMoreComponent, TemplateChoiceComponent],
  templateUrl: './template-list.component.html',
  styleUrl: './template-list.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TemplateListComponent {
  readonly chosen = input.required<string | null>();
  readonly chose = output<string>();
  private readonly store = inject(TemplatesStore);
  protected readonly templates = this.store.list;
  protected readonly part = new ShownPart(this.templates.items, ({ id }) => id === this.chosen());

  constructor() {
    this.store.showWhile(inject(DestroyRef));
  }
}
