import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import type { FileRoot } from '@guildhall/contracts';
import { LucideFilePlus, LucideFolderArchive, LucideRefreshCw, LucideUpload } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { ProblemNoteComponent } from '../elements/problem-note.component.js';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import { UrlStore } from '../url/url.store.js';
import { FileEditorComponent } from './file-editor.component.js';
import { FileListComponent } from './file-list.component.js';
import { nameRefusal } from './file-name.js';
import { nameOf, parentOf, type TreeRow } from './file-tree.js';
import { FilesStore } from './files.store.js';

/** In the order of their tabs. */
const titles: Record<FileRoot, string> = {
  workspace: 'Working files',
  configs: 'Configuration, prompts and skills',
  home: 'Home folder: sessions and caches',
  plugins: 'Installed plugins',
};
const fileRoots = Object.keys(titles) as FileRoot[];

/** The files of an agent: a tree beside the open file, or one at a time where there is no room for both. */
@Component({
  selector: 'gh-files-tab',
  imports: [
    FileEditorComponent,
    FileListComponent,
    IconButtonDirective,
    LucideFilePlus,
    LucideFolderArchive,
    LucideRefreshCw,
    LucideUpload,
    ProblemNoteComponent,
  ],
  templateUrl: './files-tab.component.html',
  styleUrl: './files-tab.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilesTabComponent {
  readonly id = input.required<string>();
  protected readonly files = inject(FilesStore);
  private readonly url = inject(UrlStore);
  private readonly dialogs = inject(DialogsStore);

  protected readonly roots = fileRoots.map((root) => ({ root, title: titles[root] }));
  private readonly shown = computed(() => this.url.file() ?? '');
  protected readonly root = computed((): FileRoot => {
    const [first] = this.shown().split('/');
    return fileRoots.find((root) => root === first) ?? 'workspace';
  });
  /** Path of the open file; null: none is open. */
  protected readonly path = computed(() => {
    const rest = this.shown().slice(this.root().length + 1);
    return rest === '' || rest.endsWith('/') ? null : rest;
  });
  protected readonly tree = computed(() => this.files.tree(this.id(), this.root()));
  protected readonly place = computed(() => {
    const path = this.path();
    return path === null ? null : { workspaceId: this.id(), root: this.root(), path };
  });
  protected readonly unsaved = computed(() => this.files.unsaved(this.id(), this.root()));
  /** Where new files and uploads go: the folder that was opened last, or that of the open file. */
  protected readonly folder = linkedSignal({
    source: () => ({ tree: this.tree(), path: this.path() }),
    computation: ({ path }) => (path === null ? '' : parentOf(path)),
  });
  protected readonly isNaming = linkedSignal({ source: this.tree, computation: () => false });
  protected readonly namingProblem = signal<string | null>(null);
  protected readonly refused = signal<unknown>(null);
  protected readonly isDropping = signal(false);
  protected readonly isUploading = signal(false);

  constructor() {
    effect(() => {
      const tree = this.tree();
      untracked(() => {
        void tree.load();
        const path = this.path();
        if (path !== null) void tree.reveal(path);
      });
    });
  }

  protected choose(root: FileRoot): void {
    this.url.showFile(`${root}/`);
  }

  protected open(path: string): void {
    this.url.showFile(`${this.root()}/${path}`);
  }

  protected close(): void {
    this.url.showFile(`${this.root()}/`);
  }

  protected toggle(folder: string): void {
    this.folder.set(folder);
    void this.tree().toggle(folder);
  }

  protected download({ path, isFolder }: TreeRow): void {
    if (isFolder) void this.files.archive(this.id(), this.root(), path);
    else void this.files.download({ workspaceId: this.id(), root: this.root(), path });
  }

  protected remove(path: string, isFolder: boolean): void {
    const place = { workspaceId: this.id(), root: this.root(), path };
    this.dialogs.open({
      kind: 'confirm',
      heading: `Delete ${nameOf(path)}?`,
      text: isFolder
        ? `This deletes the folder /${this.root()}/${path} and everything in it. It cannot be undone.`
        : `This deletes the file /${this.root()}/${path}. It cannot be undone.`,
      verb: isFolder ? 'Delete folder' : 'Delete file',
      isDanger: true,
      act: () => void this.removed(place),
    });
  }

  protected startNaming(): void {
    this.namingProblem.set(null);
    this.refused.set(null);
    this.isNaming.set(true);
  }

  protected async create(event: Event, name: string): Promise<void> {
    event.preventDefault();
    const path = this.folder() === '' ? name.trim() : `${this.folder()}/${name.trim()}`;
    const tree = this.tree();
    const refusal = nameRefusal(name.trim()) ?? (tree.has(path) ? 'A file with this name already exists.' : null);
    this.namingProblem.set(refusal);
    if (refusal !== null) return;
    try {
      await this.files.create({ workspaceId: this.id(), root: this.root(), path });
      this.isNaming.set(false);
      await tree.refresh();
      await tree.reveal(path);
      this.open(path);
    } catch (problem) {
      this.refused.set(problem);
    }
  }

  protected onDrag(event: DragEvent, isOver: boolean): void {
    if (!(event.dataTransfer?.types.includes('Files') ?? false)) return;
    event.preventDefault();
    this.isDropping.set(isOver);
  }

  protected onDrop(event: DragEvent): void {
    event.preventDefault();
    this.isDropping.set(false);
    this.offer([...(event.dataTransfer?.files ?? [])]);
  }

  protected onChosen(input: HTMLInputElement): void {
    this.offer([...(input.files ?? [])]);
    input.value = '';
  }

  /** Replaces files of the same name only after a confirmation. */
  private offer(files: readonly File[]): void {
    const folder = this.folder();
    const there = files.filter(({ name }) => this.tree().has(folder === '' ? name : `${folder}/${name}`));
    if (there.length === 0) return void this.upload(folder, files);
    this.dialogs.open({
      kind: 'confirm',
      heading: there.length === 1 ? `Replace ${there[0]?.name}?` : `Replace ${there.length} files?`,
      text: `/${this.root()}/${folder} already has ${there.map(({ name }) => name).join(', ')}. Replacing cannot be undone.`,
      verb: 'Replace',
      isDanger: true,
      act: () => void this.upload(folder, files),
    });
  }

  private async upload(folder: string, files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const tree = this.tree();
    this.isUploading.set(true);
    await this.files.upload(this.id(), this.root(), folder, files);
    this.isUploading.set(false);
    await tree.refresh();
  }

  private async removed(place: { workspaceId: string; root: FileRoot; path: string }): Promise<void> {
    const open = this.path();
    if (!(await this.files.remove(place))) return;
    if (open !== null && (open === place.path || open.startsWith(`${place.path}/`))) this.close();
    await this.tree().refresh();
  }
}
