import type { GraphWorkspace, WorkspaceId } from '@guildhall/contracts';

const nobody: ReadonlySet<WorkspaceId> = new Set();

/**
 * Workspaces of one organisation while events are folded into them. An object that was handed out is never changed
 * again: it is copied before its next change, so that whoever holds it can compare by reference.
 */
export class WorkspaceTable {
  private readonly rows = new Map<WorkspaceId, GraphWorkspace>();
  private readonly children = new Map<WorkspaceId | null, Set<WorkspaceId>>();
  private readonly handedOut = new Set<WorkspaceId>();
  private ids: WorkspaceId[] = [];
  private inOrder = true;

  constructor(workspaces: readonly GraphWorkspace[]) {
    for (const workspace of workspaces) {
      this.add(workspace);
      this.handedOut.add(workspace.id);
    }
  }

  get size(): number {
    return this.rows.size;
  }

  has(id: WorkspaceId): boolean {
    return this.rows.has(id);
  }

  /** For a look only: the next event may change it. */
  peek(id: WorkspaceId): GraphWorkspace | undefined {
    return this.rows.get(id);
  }

  /** For reading; stays as it is. */
  get(id: WorkspaceId): GraphWorkspace | undefined {
    const row = this.rows.get(id);
    if (row !== undefined) this.handedOut.add(id);
    return row;
  }

  /** For writing; valid until the next reading. */
  edit(id: WorkspaceId): GraphWorkspace | undefined {
    const row = this.rows.get(id);
    if (row === undefined || !this.handedOut.delete(id)) return row;
    const copy = { ...row };
    this.rows.set(id, copy);
    return copy;
  }

  add(workspace: GraphWorkspace): void {
    const { id, parentId } = workspace;
    this.inOrder &&= this.ids.length === 0 || (this.ids.at(-1) ?? '') < id;
    this.ids.push(id);
    this.rows.set(id, workspace);
    this.link(id, parentId);
  }

  place(workspace: GraphWorkspace, parentId: WorkspaceId | null): void {
    this.children.get(workspace.parentId)?.delete(workspace.id);
    workspace.parentId = parentId;
    this.link(workspace.id, parentId);
  }

  drop(id: WorkspaceId): void {
    const parentId = this.rows.get(id)?.parentId ?? null;
    this.children.get(parentId)?.delete(id);
    this.children.delete(id);
    this.rows.delete(id);
    this.handedOut.delete(id);
    this.ids = this.ids.filter((other) => other !== id);
  }

  /** The workspace and everybody below it whose removal is the same as its own; parents before children. */
  team(id: WorkspaceId): WorkspaceId[] {
    const removalId = this.removalOf(id);
    const found = [id];
    for (const member of found) {
      for (const child of this.children.get(member) ?? nobody)
        if (this.removalOf(child) === removalId) found.push(child);
    }
    return found;
  }

  /** All workspaces by id, for reading. */
  sorted(): GraphWorkspace[] {
    if (!this.inOrder) this.ids.sort();
    this.inOrder = true;
    return this.ids.map((id) => {
      this.handedOut.add(id);
      return this.rows.get(id) as GraphWorkspace;
    });
  }

  private removalOf(id: WorkspaceId): string | null {
    return this.rows.get(id)?.removed?.removalId ?? null;
  }

  private link(id: WorkspaceId, parentId: WorkspaceId | null): void {
    const siblings = this.children.get(parentId);
    if (siblings === undefined) this.children.set(parentId, new Set([id]));
    else siblings.add(id);
  }
}
