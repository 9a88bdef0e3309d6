import { computed, signal } from '@angular/core';
import type { FileEntryView } from '@guildhall/contracts';

export interface TreeRow {
  path: string;
  name: string;
  /** Folders between it and the root. */
  level: number;
  /** Its place among the entries of its folder, from 1, and how many they are. */
  place: number;
  siblings: number;
  isFolder: boolean;
  isLink: boolean;
  isOpen: boolean;
  isLoading: boolean;
  size: number;
}
type List = (folder: string) => Promise<readonly FileEntryView[]>;

const order = (a: FileEntryView, b: FileEntryView): number =>
  Number(b.dir) - Number(a.dir) || a.path.localeCompare(b.path, undefined, { numeric: true });

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The files below one root; a folder is listed when it is opened. */
export class FileTree {
  private readonly listed = signal<ReadonlyMap<string, readonly FileEntryView[]>>(new Map());
  private readonly opened = signal<ReadonlySet<string>>(new Set());
  private readonly loading = signal<ReadonlySet<string>>(new Set());
  private readonly trouble = signal<unknown>(null);
  readonly problem = this.trouble.asReadonly();
  readonly isLoaded = computed(() => this.listed().has(''));
  readonly rows = computed(() => this.below('', 0));

  constructor(private readonly list: List) {}

  async load(folder = ''): Promise<void> {
    this.loading.update((all) => new Set(all).add(folder));
    try {
      const entries = [...(await this.list(folder))].sort(order);
      this.listed.update((all) => new Map(all).set(folder, entries));
      this.trouble.set(null);
    } catch (problem) {
      this.trouble.set(problem);
    } finally {
      this.loading.update((all) => new Set([...all].filter((one) => one !== folder)));
    }
  }

  /** Lists all open folders again. */
  async refresh(): Promise<void> {
    const folders = ['', ...this.opened()];
    await Promise.all(folders.map((folder) => this.load(folder)));
  }

  async toggle(folder: string): Promise<void> {
    const isOpen = this.opened().has(folder);
    this.opened.update((all) =>
      isOpen ? new Set([...all].filter((one) => one !== folder)) : new Set(all).add(folder),
    );
    if (!isOpen) await this.load(folder);
  }

  /** Opens every folder on the way to a file. */
  async reveal(path: string): Promise<void> {
    const names = path.split('/').slice(0, -1);
    const folders = names.map((_, index) => names.slice(0, index + 1).join('/'));
    this.opened.update((all) => new Set([...all, ...folders]));
    await Promise.all(folders.filter((folder) => !this.listed().has(folder)).map((folder) => this.load(folder)));
  }

  has(path: string): boolean {
    return (
      this.listed()
        .get(parentOf(path))
        ?.some((entry) => entry.path === path) ?? false
    );
  }

  private below(folder: string, level: number): TreeRow[] {
    return (this.listed().get(folder) ?? []).flatMap(({ path, dir, size, kind }, index, { length: siblings }) => {
      const isOpen = dir && this.opened().has(path);
      const row: TreeRow = {
        path,
        name: nameOf(path),
        level,
        place: index + 1,
        siblings,
        isFolder: dir,
        isLink: kind === 'link',
        isOpen,
        isLoading: this.loading().has(path),
        size,
      };
      return isOpen ? [row, ...this.below(path, level + 1)] : [row];
    });
  }
}
