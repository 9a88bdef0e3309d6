import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import {
  LucideChevronRight,
  LucideDownload,
  LucideFile,
  LucideFolder,
  LucideFolderArchive,
  LucideFolderOpen,
  LucideTrash2,
} from '@lucide/angular';
import { EMPTY, switchMap } from 'rxjs';
import { fileSize } from '../elements/file-size.js';
import type { TreeRow } from './file-tree.js';

/** Pixels; fingers need more than a mouse. */
const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 36 : 28);

/**
 * The tree as rows, of which only those in view are on the page. Tab reaches one row; arrow keys move on from there.
 */
@Component({
  selector: 'gh-file-list',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
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
  protected readonly rowHeight = rowHeight();
  protected readonly pathOf = (_index: number, { path }: TreeRow): string => path;
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly viewport = viewChild(CdkVirtualScrollViewport);
  private readonly focused = signal<string | null>(null);
  /** Rows on the page. */
  private readonly rendered = toSignal(
    toObservable(this.viewport).pipe(switchMap((viewport) => viewport?.renderedRangeStream ?? EMPTY)),
    { initialValue: { start: 0, end: 0 } },
  );
  protected readonly unsavedPaths = computed(() => new Set(this.unsaved()));
  /** The row that Tab reaches: the focused or current one, or the first on the page when that is scrolled away. */
  protected readonly tabStop = computed(() => {
    const { start, end } = this.rendered();
    const onPage = this.rows().slice(start, end);
    const wanted = this.focused() ?? this.current();
    return onPage.find(({ path }) => path === wanted)?.path ?? onPage[0]?.path ?? null;
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
      this.reveal(index);
      afterNextRender(() => this.focusRow(row.path), { injector: this.injector });
    });
  }

  /** Scrolls as little as brings a row into view. */
  private reveal(index: number): void {
    const viewport = this.viewport();
    if (viewport === undefined) return;
    const top = index * this.rowHeight;
    const offset = viewport.measureScrollOffset();
    const lowest = top + this.rowHeight - viewport.getViewportSize();
    viewport.scrollToOffset(top < offset ? top : Math.max(offset, lowest));
  }

  /** Rows that were far away are on the page only after the viewport has scrolled. */
  private focusRow(path: string, frames = 5): void {
    const row = this.element.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
    if (row !== null) row.focus({ preventScroll: true });
    else if (frames > 0) requestAnimationFrame(() => this.focusRow(path, frames - 1));
  }

  private take(event: KeyboardEvent, act: () => void): void {
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}
