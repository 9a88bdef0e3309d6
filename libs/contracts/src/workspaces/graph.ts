import type { Cause } from '../declarations/cause.js';
import type { Code } from '../text.js';
import type { BlobRef, Instant, OrganisationId, WorkspaceId } from '../ids.js';
import type { AgentStatus } from './status.js';
import type { Access, TeamAction, Tier } from './limits.js';

/** A change that a running agent learns of only at its next start; `configuration`: its config.yaml. */
export const restartReasons = ['access', 'configuration', 'model', 'runtime', 'tier'] as const;
export type RestartReason = (typeof restartReasons)[number];

/** One workspace in the organisation graph. Keys in this order: two equal states are equal JSON. */
export interface GraphWorkspace {
  id: WorkspaceId;
  name: string;
  role: string;
  parentId: WorkspaceId | null;
  x: number | null;
  y: number | null;
  tier: Tier;
  runtime: string;
  model: string | null;
  access: Access;
  tags: string[];
  collapsed: boolean;
  backend: string | null;
  /** Id of the template that it was made from. */
  template: string | null;
  createdAt: Instant;
  status: AgentStatus;
  cause: Cause | null;
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
  /** Counts the changes of its details: a client that shows them reads them again when it grows. */
  detailsRevision: number;
}

/** What the node takes from `WorkspaceCreated` as it is. */
export const createdFacts = [
  'name',
  'role',
  'parentId',
  'x',
  'y',
  'tier',
  'runtime',
  'model',
  'access',
  'tags',
] as const;

/** What a search for a workspace compares, besides its status. */
export const searchedTexts = ({ name, role, tags }: GraphWorkspace): string[] => [name, role, ...tags];

/** Facts of a workspace that are folded beside its node, read one by one and never sent with the graph. */
export interface WorkspaceDetails {
  command: string | null;
  /** Directory on the host that the agent may access. */
  folder: string | null;
  /** What it may do, as a lead, to its whole team. */
  grants: TeamAction[];
  /** What the agent or its engine said of the newest cause that carries words; null: nothing. */
  words: { of: Code; ref: BlobRef } | null;
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

/** A graph with the details of its workspaces, as keyframes and snapshots keep it. Without an entry: no details. */
export interface SavedGraph {
  graph: OrgGraph;
  details: Record<WorkspaceId, WorkspaceDetails>;
}

/** `GET /history/state` */
export interface GraphState {
  position: string;
  ordinal: number;
  at: Instant | null;
  graph: OrgGraph;
}
