import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import {
  LucideChevronRight,
  LucideDownload,
  LucideFile,
  LucideFolder,
  LucideFolderArchive,
  LucideFolderOpen,
  LucideTrash2,
} from '@lucide/angular';
import { fileSize } from '../elements/file-size.js';
import type { TreeRow } from './file-tree.js';

/** The tree as rows. Tab reaches one row; arrow keys move on from there. */
@Component({
  selector: 'gh-file-list',
  imports: [
    LucideChevronRight,
    LucideDownload,
    LucideFile,
    LucideFolder,
    LucideFolderArchive,
    LucideFolderOpen,
    LucideTrash2,
  ],
  templateUrl: './file-list.component.html',
  styleUrl: './file-list.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FileListComponent {
  readonly rows = input.required<readonly TreeRow[]>();
  readonly current = input.required<string | null>();
  readonly unsaved = input.required<readonly string[]>();
  readonly toggled = output<string>();
  readonly opened = output<string>();
  readonly downloaded = output<TreeRow>();
  readonly removed = output<TreeRow>();

  protected readonly sizeOf = fileSize;
  private readonly focused = signal<string | null>(null);
  protected readonly unsavedPaths = computed(() => new Set(this.unsaved()));
  protected readonly tabStop = computed(() => {
    const paths = this.rows().map(({ path }) => path);
    const wanted = this.focused() ?? this.current();
    return wanted !== null && paths.includes(wanted) ? wanted : (paths[0] ?? null);
  });

  protected act(row: TreeRow): void {
    this.focused.set(row.path);
    if (row.isFolder) this.toggled.emit(row.path);
    else this.opened.emit(row.path);
  }

  protected onKey(event: KeyboardEvent, row: TreeRow, index: number): void {
    const to: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: this.rows().length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) this.focus(next, event);
    else if (event.key === 'ArrowRight' && row.isFolder) this.openOrEnter(row, index, event);
    else if (event.key === 'ArrowLeft') this.closeOrLeave(row, index, event);
    else if (event.key === 'Enter' || event.key === ' ') this.take(event, () => this.act(row));
    else if (event.key === 'Delete') this.take(event, () => this.removed.emit(row));
  }

  private openOrEnter(row: TreeRow, index: number, event: KeyboardEvent): void {
    if (row.isOpen) this.focus(index + 1, event);
    else this.take(event, () => this.toggled.emit(row.path));
  }

  private closeOrLeave(row: TreeRow, index: number, event: KeyboardEvent): void {
    if (row.isOpen) return this.take(event, () => this.toggled.emit(row.path));
    const before = this.rows()
      .slice(0, index)
      .findLastIndex(({ level }) => level < row.level);
    if (before >= 0) this.focus(before, event);
  }

  private focus(index: number, event: KeyboardEvent): void {
    const row = this.rows()[index];
    if (row === undefined) return;
    this.take(event, () => {
      this.focused.set(row.path);
      const tree = (event.currentTarget as Element).closest('[role="tree"]');
      tree?.querySelectorAll<HTMLElement>('[role="treeitem"]')[index]?.focus();
    });
  }

  private take(event: KeyboardEvent, act: () => void): void {
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}
