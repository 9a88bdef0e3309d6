import {
  declarationOf,
  type EventType,
  type GraphWorkspace,
  type Instant,
  type OrganisationId,
  type OrgGraph,
  type SavedGraph,
  type WorkspaceDetails,
  type WorkspaceId,
} from '@guildhall/contracts';
import { graphFolds } from './graph-events.js';
import { WorkspaceTable } from './workspace-table.js';

/** Changes whenever the shape of the graph or the meaning of its fold does. */
export const graphFoldVersion = 7;

/** An event as recorded (`metadata.recordedAt`) or as shown (`recordedAt`). */
export type GraphEvent = { type: string; data: unknown } & (
  { recordedAt: Instant } | { metadata: { recordedAt: Instant } }
);

/** The organisation graph while events are folded into it, in log order. */
export interface GraphFold {
  /** Ids of the workspaces that the event touched. Throws on an event type that is not declared. */
  apply(event: GraphEvent): readonly WorkspaceId[];
  /**
   * The graph at this moment, by id; later events do not change it. A workspace that did not change between two calls
   * is the same object in both.
   */
  toGraph(): OrgGraph;
  /** Also removed ones; later events do not change the object. */
  get(id: WorkspaceId): GraphWorkspace | undefined;
  /** Known when the fold began at the first event or with saved details. Undefined: there is no such workspace. */
  details(id: WorkspaceId): WorkspaceDetails | undefined;
  /** Graph and details at this moment: a later fold continues from it. */
  save(): SavedGraph;
  /** Number of workspaces, also removed ones. */
  readonly size: number;
}

/** Folds from the beginning, or continues from a graph of the same fold version. */
export const createGraphFold = (
  org: OrganisationId,
  from?: OrgGraph,
  details: Record<WorkspaceId, WorkspaceDetails> = {},
): GraphFold => {
  if (from !== undefined && from.foldVersion !== graphFoldVersion) {
    throw new Error(`a graph of fold version ${from.foldVersion} cannot be continued by version ${graphFoldVersion}`);
  }
  const table = new WorkspaceTable(from?.workspaces ?? [], details);
  const edges = from?.edges ?? [];
  const toGraph = (): OrgGraph => ({
    org,
    foldVersion: graphFoldVersion,
    workspaces: table.sorted(),
    edges: [...edges],
  });
  return {
    apply: (event) => {
      const fold = foldFor(event.type);
      if (fold === undefined) return [];
      const at = 'recordedAt' in event ? event.recordedAt : event.metadata.recordedAt;
      return fold(table, event.data, at);
    },
    toGraph,
    get: (id) => table.get(id),
    details: (id) => (table.has(id) ? table.detailsOf(id) : undefined),
    save: () => ({ graph: toGraph(), details: table.allDetails() }),
    get size() {
      return table.size;
    },
  };
};

/** Continues from what `save` gave. */
export const resumeGraphFold = ({ graph, details }: SavedGraph): GraphFold =>
  createGraphFold(graph.org, graph, details);

type AnyFold = (table: WorkspaceTable, data: unknown, at: Instant) => readonly WorkspaceId[];

/** undefined: a declared event that does not change the graph. */
const foldFor = (type: string): AnyFold | undefined => {
  if (Object.hasOwn(graphFolds, type)) return graphFolds[type as EventType] as AnyFold;
  if (declarationOf(type) !== undefined) return undefined;
  throw new Error(`the event type ${type} is not known to fold version ${graphFoldVersion}`);
};
