import type { EventItem } from '../history/views.js';
import type { AgentStatus } from '../workspaces/status.js';

/** One row of `GET /registry/:id/peers`, in the reference's words. */
export interface PeerView {
  id: string;
  name: string;
  role: string;
  tier: number;
  status: AgentStatus;
  agent_card: unknown;
  url: string | null;
  parent_id: string | null;
  active_tasks: number;
}

/** `GET /workspaces/:id/state`, for agents that ask instead of being called. */
export interface AgentStateView {
  workspace_id: string;
  status: AgentStatus;
  paused: boolean;
  deleted: false;
  deleted_at: null;
  /** What happened to the workspace after the cursor that was given, oldest first. */
  pending_events: EventItem[];
  /** For `?after=` of the next poll. */
  cursor: string;
  /** More is there already: ask again at once. */
  more: boolean;
}

/** `POST /registry/register` */
export interface Registered {
  status: 'registered';
  /** Only when an operator registered for the workspace. */
  auth_token?: string;
}
/** `GET /registry/discover/:id` */
export interface DiscoveredAgent {
  id: string;
  url: string;
  name: string;
}
/** `POST /registry/check-access` */
export interface AccessView {
  allowed: boolean;
}
