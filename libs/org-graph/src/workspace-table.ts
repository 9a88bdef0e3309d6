import type { GraphWorkspace, WorkspaceDetails, WorkspaceId } from '@guildhall/contracts';

const none: ReadonlySet<WorkspaceId> = new Set();
const noDetails: WorkspaceDetails = { command: null, folder: null, grants: [], words: null };

/**
 * Workspaces of one organisation while events are folded into them. An object that was handed out never changes: it is
 * copied before its next change, so that its holders can compare by reference.
 */
export class WorkspaceTable {
  private readonly rows = new Map<WorkspaceId, GraphWorkspace>();
  private readonly children = new Map<WorkspaceId | null, Set<WorkspaceId>>();
  private readonly handedOut = new Set<WorkspaceId>();
  /** Without an entry: none. An entry is replaced, never changed. */
  private readonly details = new Map<WorkspaceId, WorkspaceDetails>();
  private ids: WorkspaceId[] = [];
  private inOrder = true;

  constructor(workspaces: readonly GraphWorkspace[], details: Record<WorkspaceId, WorkspaceDetails>) {
    for (const workspace of workspaces) {
      this.add(workspace, details[workspace.id]);
      this.handedOut.add(workspace.id);
    }
  }

  get size(): number {
    return this.rows.size;
  }

  has(id: WorkspaceId): boolean {
    return this.rows.has(id);
  }

  /** Valid until the next event, which may change it. */
  peek(id: WorkspaceId): GraphWorkspace | undefined {
    return this.rows.get(id);
  }

  /** For reading; later events do not change it. */
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

  add(workspace: GraphWorkspace, details = noDetails): void {
    const { id, parentId } = workspace;
    this.inOrder &&= this.ids.length === 0 || (this.ids.at(-1) ?? '') < id;
    this.ids.push(id);
    this.rows.set(id, workspace);
    this.setDetails(id, details);
    this.link(id, parentId);
  }

  detailsOf(id: WorkspaceId): WorkspaceDetails {
    return this.details.get(id) ?? noDetails;
  }

  changeDetails(id: WorkspaceId, change: Partial<WorkspaceDetails>): void {
    const workspace = this.edit(id);
    if (workspace === undefined) return;
    workspace.detailsRevision += 1;
    this.setDetails(id, { ...this.detailsOf(id), ...change });
  }

  /** By id, for reading: two equal states are equal JSON. */
  allDetails(): Record<WorkspaceId, WorkspaceDetails> {
    const known = this.sortedIds().filter((id) => this.details.has(id));
    return Object.fromEntries(known.map((id) => [id, this.detailsOf(id)]));
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
    this.details.delete(id);
    this.ids = this.ids.filter((other) => other !== id);
  }

  /** The workspace and all below it whose removal is the same as its own; parents before children. */
  team(id: WorkspaceId): WorkspaceId[] {
    const removalId = this.removalOf(id);
    const found = [id];
    for (const member of found) {
      for (const child of this.children.get(member) ?? none) if (this.removalOf(child) === removalId) found.push(child);
    }
    return found;
  }

  /** All workspaces by id, for reading. */
  sorted(): GraphWorkspace[] {
    return this.sortedIds().map((id) => {
      this.handedOut.add(id);
      return this.rows.get(id) as GraphWorkspace;
    });
  }

  private sortedIds(): readonly WorkspaceId[] {
    if (!this.inOrder) this.ids.sort();
    this.inOrder = true;
    return this.ids;
  }

  private setDetails(id: WorkspaceId, details: WorkspaceDetails): void {
    const { command, folder, grants, words } = details;
    if (command === null && folder === null && grants.length === 0 && words === null) this.details.delete(id);
    else this.details.set(id, details);
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
