import {
  fileEvents,
  messageEvents,
  provisioningEvents,
  registryEvents,
  treeEvents,
  workspaceEvents,
  type JsonObject,
  type Position,
  type RecordedEvent,
  type WorkspaceId,
} from '@guildhall/contracts';
import type { Document } from '@guildhall/read-store';
import type { Change, Folding, FoldingMemory, Removal, View } from '../engine/view.js';
import { Graphs } from './graphs.js';
import { workspaceDocument } from './workspace-document.js';
import { createdExtras, foldExtras, type WorkspaceExtras } from './workspace-extras.js';

/**
 * List and detail of the workspaces. A removal names only the root of a team and changes all of it, so this is a
 * whole-state view; status and tree are the organisation graph's own fold.
 */
export const workspacesView: View = {
  name: 'workspaces',
  version: 4,
  indexes: [{ fields: ['org', 'created_at'] }, { fields: ['parent_id'] }],
  open: (saved) => new WorkspacesFolding(saved),
};

/** The graph alone takes these in; a workspace is not "updated" by them. */
const ofGraph = new Set(Object.keys({ ...messageEvents, ...fileEvents }));
const handled = new Set([
  ...Object.keys({ ...treeEvents, ...workspaceEvents, ...registryEvents, ...provisioningEvents }),
  ...ofGraph,
]);

class WorkspacesFolding implements Folding {
  readonly memory: FoldingMemory;
  private readonly graphs: Graphs;
  private readonly extras: Map<WorkspaceId, WorkspaceExtras>;
  private dirty = new Set<WorkspaceId>();
  private position: Position = '';

  constructor(saved: JsonObject | null) {
    const { graphs, extras } = (saved ?? {}) as { graphs?: JsonObject; extras?: JsonObject };
    this.graphs = new Graphs(graphs ?? null);
    this.extras = new Map(Object.entries((extras ?? {}) as unknown as Record<WorkspaceId, WorkspaceExtras>));
    const size = (): number => this.extras.size;
    this.memory = {
      get size() {
        return size();
      },
      save: () => this.save(),
    };
  }

  get waiting(): number {
    return this.dirty.size;
  }

  handles(type: string): boolean {
    return handled.has(type);
  }

  fold(event: RecordedEvent): void {
    const { workspaceId } = event.data as { workspaceId: WorkspaceId };
    const { org } = event.metadata;
    for (const id of this.graphs.apply(event)) this.dirty.add(id);
    this.position = event.position;
    if (ofGraph.has(event.type)) return;
    if (event.type === 'WorkspacePurged') return void this.extras.delete(workspaceId);
    const extras = this.extras.get(workspaceId);
    if (extras === undefined && event.type !== 'WorkspaceCreated') return;
    if (extras === undefined) this.extras.set(workspaceId, createdExtras(event));
    else foldExtras(extras, event, () => this.graphs.get(org, workspaceId)?.incarnation ?? 0);
    this.dirty.add(workspaceId);
  }

  take(): (Change | Removal)[] {
    const changes: (Change | Removal)[] = [];
    for (const id of this.dirty) {
      const extras = this.extras.get(id);
      const node = extras && this.graphs.get(extras.org, id);
      if (extras === undefined) changes.push({ id, position: this.position });
      if (!extras || !node) continue;
      const document = workspaceDocument(node, extras) as unknown as Document;
      changes.push({ document, position: this.position });
    }
    this.dirty = new Set();
    return changes;
  }

  private save(): JsonObject {
    return {
      graphs: this.graphs.save(),
      extras: Object.fromEntries([...this.extras].map(([id, extras]) => [id, { ...extras }])) as unknown as JsonObject,
    };
  }
}
