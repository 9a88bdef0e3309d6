import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import { LucideArrowLeft, LucideDownload, LucideTrash2 } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { CodeEditorComponent } from '../editor/code-editor.component.js';
import { ConflictBarComponent } from '../editor/conflict-bar.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { FilesStore } from './files.store.js';
import type { FilePlace, Obstacle } from './opened-file.js';

const sentences: Record<Obstacle, { what: string; then: string }> = {
  binary: { what: 'This is not a text file', then: 'To edit it, download it and upload it again.' },
  'too large': { what: 'This file is larger than 5 MiB', then: 'Download it, or read it in the terminal.' },
  gone: { what: 'The file no longer exists', then: 'It was deleted or moved.' },
};

/** One file as text to edit, or the reason why it cannot be edited. */
@Component({
  selector: 'gh-file-editor',
  imports: [
    CodeEditorComponent,
    ConflictBarComponent,
    IconButtonDirective,
    LucideArrowLeft,
    LucideDownload,
    LucideTrash2,
    ProblemNoteComponent,
  ],
  templateUrl: './file-editor.component.html',
  styleUrl: './file-editor.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FileEditorComponent {
  readonly place = input.required<FilePlace>();
  readonly left = output();
  readonly removed = output();
  protected readonly files = inject(FilesStore);

  protected readonly opened = computed(() => this.files.open(this.place()));
  protected readonly document = computed(() => this.opened().document);
  protected readonly obstacle = computed(() => {
    const obstacle = this.opened().obstacle();
    return obstacle === null ? null : sentences[obstacle];
  });
  protected readonly name = computed(() => `${this.place().root}/${this.place().path}`);

  constructor() {
    effect(() => {
      const document = this.document();
      untracked(() => void document.load());
    });
  }

  protected save(): void {
    const document = this.document();
    if (document.isUnsaved() && !document.isSaving() && !document.showsTheirs()) void document.save();
  }
}
