import type { JsonObject, RecordedEvent, WorkspaceId } from '@guildhall/contracts';

/** Who stands below whom, of all organisations: just enough of the tree to name the ancestors of a workspace. */
export class Parents {
  private readonly parentOf: Map<WorkspaceId, WorkspaceId | null>;

  constructor(saved: JsonObject | null) {
    this.parentOf = new Map(Object.entries((saved ?? {}) as Record<string, string | null>));
  }

  get size(): number {
    return this.parentOf.size;
  }

  apply({ type, data }: RecordedEvent): void {
    if (type !== 'WorkspaceCreated' && type !== 'WorkspacePlaced' && type !== 'WorkspaceRestored') return;
    const { workspaceId, parentId } = data as { workspaceId: WorkspaceId; parentId: WorkspaceId | null };
    this.parentOf.set(workspaceId, parentId);
  }

  /** The workspace and its ancestors, nearest first. */
  line(workspaceId: WorkspaceId): WorkspaceId[] {
    const line = [workspaceId];
    let parent = this.parentOf.get(workspaceId) ?? null;
    while (parent !== null && !line.includes(parent)) {
      line.push(parent);
      parent = this.parentOf.get(parent) ?? null;
    }
    return line;
  }

  save(): JsonObject {
    return Object.fromEntries(this.parentOf);
  }
}
