import { signal, type Signal, type WritableSignal } from '@angular/core';
import type { GraphWorkspace } from '@guildhall/contracts';

/** Facts about a workspace that a command changed and the log has not confirmed here yet. */
export type Expected = Partial<Pick<GraphWorkspace, 'name' | 'parentId' | 'x' | 'y' | 'collapsed' | 'removed'>>;

const decidesPlace = ['parentId', 'x', 'y', 'collapsed', 'removed'] as const;

/**
 * One signal per workspace, so that a change of one redraws one; and one for the structure, which changes only when
 * a workspace appears, disappears or moves.
 */
export class NodeSignals {
  private readonly nodes = new Map<string, WritableSignal<GraphWorkspace>>();
  private readonly list = signal<readonly GraphWorkspace[]>([]);
  private readonly version = signal(0);

  /** All that are not removed, sorted by id; a new list only when the structure changed. */
  readonly structure: Signal<readonly GraphWorkspace[]> = this.list.asReadonly();
  /** Counts every change, for values derived from all workspaces. */
  readonly revision: Signal<number> = this.version.asReadonly();

  get(id: string): GraphWorkspace | undefined {
    const node = this.nodes.get(id);
    if (node === undefined) {
      this.list();
      return undefined;
    }
    return node();
  }

  all(): GraphWorkspace[] {
    this.version();
    return [...this.nodes.values()].map((node) => node());
  }

  /** Reads these workspaces again; `read` answers undefined for one that no longer exists. */
  update(ids: Iterable<string>, read: (id: string) => GraphWorkspace | undefined): void {
    let isStructural = false;
    for (const id of ids) isStructural = this.take(id, read(id)) || isStructural;
    this.announce(isStructural);
  }

  replace(all: readonly GraphWorkspace[]): void {
    const known = new Set(all.map(({ id }) => id));
    for (const id of [...this.nodes.keys()]) if (!known.has(id)) this.nodes.delete(id);
    for (const workspace of all) this.take(workspace.id, workspace);
    this.announce(true);
  }

  private take(id: string, next: GraphWorkspace | undefined): boolean {
    const node = this.nodes.get(id);
    if (next === undefined) return this.nodes.delete(id);
    if (node === undefined) {
      this.nodes.set(id, signal(next));
      return true;
    }
    const before = node();
    if (before === next) return false;
    node.set(next);
    return decidesPlace.some((key) => before[key] !== next[key]);
  }

  private announce(isStructural: boolean): void {
    this.version.update((count) => count + 1);
    if (!isStructural) return;
    const present = [...this.nodes.values()].map((node) => node()).filter(({ removed }) => removed === null);
    this.list.set(present.sort((a, b) => (a.id < b.id ? -1 : 1)));
  }
}
