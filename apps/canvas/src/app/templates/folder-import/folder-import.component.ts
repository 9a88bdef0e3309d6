import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { newIdempotencyKey } from '@guildhall/client';
import { LucideFolderUp } from '@lucide/angular';
import { fileSize } from '../../elements/file-size.js';
import { explain } from '../../elements/explain.js';
import { ProblemNoteComponent } from '../../elements/problem-note.component.js';
import { TextFieldComponent } from '../../elements/controls/text-field.component.js';
import { TemplateProblemsComponent } from '../template-problems.component.js';
import { templateProblemsOf } from '../template-problems.js';
import { TemplatesStore } from '../templates.store.js';
import { readFolder, type TemplateFolder } from './template-folder.js';

/** Makes a workspace template from a local folder. It has no form element because it stands inside other forms. */
@Component({
  selector: 'gh-folder-import',
  imports: [LucideFolderUp, ProblemNoteComponent, TemplateProblemsComponent, TextFieldComponent],
  templateUrl: './folder-import.component.html',
  styleUrl: './folder-import.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FolderImportComponent {
  /** Id of the new template. */
  readonly imported = output<string>();

  private readonly templates = inject(TemplatesStore);
  private readonly picker = viewChild.required<ElementRef<HTMLInputElement>>('picker');
  /** Sending the same folder twice under the same name is one command. */
  private key = newIdempotencyKey();

  protected readonly folder = signal<TemplateFolder | null>(null);
  protected readonly name = signal('');
  /** Why the chosen folder cannot be a template. */
  protected readonly unfit = signal<string | null>(null);
  protected readonly refusal = signal<unknown>(null);
  protected readonly isSending = signal(false);
  protected readonly problems = computed(() => templateProblemsOf(this.refusal()));
  protected readonly isNameTaken = computed(() => {
    const refusal = this.refusal();
    return refusal !== null && explain(refusal).code === 'TEMPLATE_EXISTS';
  });
  protected readonly about = computed(() => {
    const folder = this.folder();
    if (folder === null) return '';
    const count = Object.keys(folder.files).length;
    const without = folder.ignored.length === 0 ? '' : `, without ${folder.ignored.join(', ')}`;
    const config = 'config.yaml' in folder.files ? '' : '. It has no config.yaml; a small one will be created';
    return `${count} ${count === 1 ? 'file' : 'files'}, ${fileSize(folder.bytes)}${without}${config}.`;
  });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    // Dialogs scroll, so the chosen folder or a refusal could be below their edge.
    afterRenderEffect(() => {
      if (this.folder() !== null || this.unfit() !== null || this.refusal() !== null)
        host.scrollIntoView({ block: 'nearest' });
    });
  }

  protected async choose(chosen: FileList | null): Promise<void> {
    const files = [...(chosen ?? [])];
    // The same folder can be chosen again after it was corrected.
    this.picker().nativeElement.value = '';
    if (files.length === 0) return;
    const read = await readFolder(files).catch(() => 'The folder cannot be read. Choose it again.');
    this.refusal.set(null);
    this.key = newIdempotencyKey();
    this.unfit.set(typeof read === 'string' ? read : null);
    this.folder.set(typeof read === 'string' ? null : read);
    if (typeof read !== 'string') this.name.set(read.name);
  }

  protected rename(name: string): void {
    this.name.set(name);
    this.key = newIdempotencyKey();
  }

  protected onEnter(event: Event): void {
    event.preventDefault();
    void this.import();
  }

  protected async import(): Promise<void> {
    const folder = this.folder();
    const name = this.name().trim();
    if (folder === null || name === '' || this.isSending()) return;
    this.isSending.set(true);
    this.refusal.set(null);
    try {
      const asked = { name, files: folder.files };
      const id = await this.templates.importTemplate(asked, this.key);
      this.folder.set(null);
      this.imported.emit(id);
    } catch (problem) {
      this.refusal.set(problem);
    } finally {
      this.isSending.set(false);
    }
  }
}
