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
import { workspaceView } from '@guildhall/org-graph';
import type { Document } from '@guildhall/read-store';
import type { Change, FoldContext, FoldMemory, Removal, View } from '../engine/view/view.js';
import { Graphs } from './graphs.js';
import { foldPresent, liveColumns, presentOfNew, type Present } from './present.js';

/**
 * List and detail of the workspaces: the facts of the organisation graph, and the few columns that only the present has.
 * A removal names only the root of a team and changes all of it, so this is a whole-state view.
 */
export const workspacesView: View = {
  name: 'workspaces',
  version: 6,
  indexes: [{ fields: ['org', 'created_at'] }, { fields: ['parent_id'] }],
  open: (saved) => new WorkspacesFold(saved),
};

/** Only the graph folds these: they do not count as an update of the workspace. */
const ofGraph = new Set(Object.keys({ ...messageEvents, ...fileEvents }));
const handled = new Set([
  ...Object.keys({ ...treeEvents, ...workspaceEvents, ...registryEvents, ...provisioningEvents }),
  ...ofGraph,
]);

class WorkspacesFold implements FoldContext {
  readonly memory: FoldMemory;
  private readonly graphs: Graphs;
  private readonly present: Map<WorkspaceId, Present>;
  private dirty = new Set<WorkspaceId>();
  private position: Position = '';

  constructor(saved: JsonObject | null) {
    const { graphs, present } = (saved ?? {}) as { graphs?: JsonObject; present?: JsonObject };
    this.graphs = new Graphs(graphs ?? null);
    this.present = new Map(Object.entries((present ?? {}) as unknown as Record<WorkspaceId, Present>));
    const size = (): number => this.present.size;
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
    if (event.type === 'WorkspacePurged') return void this.present.delete(workspaceId);
    const present = this.present.get(workspaceId);
    if (present === undefined && event.type !== 'WorkspaceCreated') return;
    if (present === undefined) this.present.set(workspaceId, presentOfNew(event));
    else foldPresent(present, event, () => this.graphs.of(org).get(workspaceId)?.incarnation ?? 0);
    this.dirty.add(workspaceId);
  }

  take(): (Change | Removal)[] {
    const changes: (Change | Removal)[] = [];
    for (const id of this.dirty) {
      const document = this.document(id);
      changes.push(document === null ? { id, position: this.position } : { document, position: this.position });
    }
    this.dirty = new Set();
    return changes;
  }

  /** null: the workspace was purged. */
  private document(id: WorkspaceId): Document | null {
    const present = this.present.get(id);
    if (present === undefined) return null;
    const graph = this.graphs.of(present.org);
    const [node, details] = [graph.get(id), graph.details(id)];
    if (node === undefined || details === undefined) return null;
    return workspaceView(present.org, node, details, liveColumns(present)) as unknown as Document;
  }

  private save(): JsonObject {
    const present = Object.fromEntries([...this.present].map(([id, columns]) => [id, { ...columns }]));
    return { graphs: this.graphs.save(), present: present as unknown as JsonObject };
  }
}
