import type { Instant, OrganisationId, WorkspaceId } from '../ids.js';
import type { AgentStatus } from '../registry/status.js';
import type { Access, Tier } from './limits.js';

/** What was changed about a running agent that it learns of only by its next start; `configuration`: its config.yaml. */
export type RestartReason = 'access' | 'configuration' | 'model' | 'runtime' | 'tier';

/** One workspace in the organisation graph. Keys in this order: two equal states are equal JSON. */
export interface GraphWorkspace {
  id: WorkspaceId;
  name: string;
  role: string;
  parentId: WorkspaceId | null;
  x: number | null;
  y: number | null;
  collapsed: boolean;
  tier: Tier;
  runtime: string;
  backend: string | null;
  access: Access;
  tags: string[];
  status: AgentStatus;
  cause: string | null;
  since: Instant;
  /** Code of the registry that a failed start ended with; null: it has not failed. */
  failure: string | null;
  task: { kind: 'message' | 'delegation'; id: string } | null;
  queued: number;
  waitingApprovals: number;
  /** Generation of the backend; 0: never started by us. What an older one reports is ignored. */
  incarnation: number;
  /** Sorted; empty: the agent knows everything, or is not running. */
  restartDue: RestartReason[];
  removed: { removalId: string; at: Instant } | null;
}
export interface GraphEdge {
  kind: 'delegation';
  id: string;
  from: WorkspaceId;
  to: WorkspaceId;
  state: string;
  since: Instant;
}
/** The organisation at one position; lists sorted by id, nothing volatile. */
export interface OrgGraph {
  org: OrganisationId;
  foldVersion: number;
  workspaces: GraphWorkspace[];
  edges: GraphEdge[];
}

/** `GET /history/state` */
export interface GraphState {
  position: string;
  ordinal: number;
  at: Instant | null;
  graph: OrgGraph;
}
