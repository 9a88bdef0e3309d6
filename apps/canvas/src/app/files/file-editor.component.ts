import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core';
import { LucideArrowLeft, LucideDownload, LucideTrash2 } from '@lucide/angular';
import { CodeEditorComponent } from '../editor/code-editor.component.js';
import { ConflictBarComponent } from '../editor/conflict-bar.component.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { FilesStore } from './files.store.js';
import type { FilePlace, Obstacle } from './opened-file.js';

const sentences: Record<Obstacle, { what: string; then: string }> = {
  binary: { what: 'This is not text', then: 'It can be downloaded and uploaded again, not edited here.' },
  'too large': { what: 'It is larger than 5 MiB', then: 'Download it, or look at it in the terminal.' },
  gone: { what: 'The file no longer exists', then: 'It was deleted or moved.' },
};

/** One file, as text to edit, or why that is not possible. */
@Component({
  selector: 'gh-file-editor',
  imports: [
    CodeEditorComponent,
    ConflictBarComponent,
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
  protected readonly showsTheirs = linkedSignal({ source: this.opened, computation: () => false });
  protected readonly text = computed(() => {
    const theirs = this.document().theirs();
    return this.showsTheirs() && theirs !== null ? theirs.text : this.document().text();
  });

  constructor() {
    effect(() => {
      const document = this.document();
      untracked(() => void document.load());
    });
  }

  protected edit(text: string): void {
    if (!this.showsTheirs()) this.document().edit(text);
  }

  protected save(): void {
    const document = this.document();
    if (document.isUnsaved() && !document.isSaving() && !this.showsTheirs()) void document.save();
  }
}
