import type { CommandAnswer } from '../declarations/answer.js';
import type { GraphWorkspace, RestartReason } from './graph.js';
import type { AgentStatus } from './status.js';
import type { WorkspaceSettable } from './events.js';
import type { Access, TeamAction } from './limits.js';

/**
 * One row of `GET /workspaces`, in the reference's words. The live columns are
 * known of the present only; with `?position=` they are null.
 */
export interface WorkspaceView extends Pick<GraphWorkspace, WorkspaceSettable>, LiveColumns {
  id: string;
  org: string;
  status: AgentStatus;
  status_cause: string | null;
  /** What the agent or its engine said, with the code of the cause that it explains; null: nothing, or no longer readable. */
  status_words: { code: string; text: string } | null;
  status_since: string;
  /** Why it is `failed`, as a code of the error registry, and what to do about it; null: it has not failed. */
  failure: { code: string; fix: string } | null;
  parent_id: string | null;
  active_tasks: number;
  max_concurrent_tasks: number;
  queued_messages: number;
  runtime: string;
  command: string | null;
  backend: string | null;
  workspace_dir: string | null;
  workspace_access: Access;
  /** What it may do, as a lead, to its whole team. */
  manages_team: TeamAction[];
  /** Id of the template that it was made from. */
  template: string | null;
  x: number | null;
  y: number | null;
  collapsed: boolean;
  incarnation: number;
  /** The running agent does not know of a change yet. */
  needs_restart: boolean;
  restart_because: RestartReason[];
  created_at: string;
  removed_at: string | null;
  /** Id of the removal that took it away, needed to restore. */
  removal_id: string | null;
}

/** What an agent said of its work in its last heartbeat; null: it did not say. No fact, so not known of the past. */
export interface ReportedWorkView {
  active_tasks: number | null;
  current_task: string | null;
  uptime_seconds: number | null;
  /** Share of failed calls, 0 to 1. */
  error_rate: number | null;
  sample_error: string | null;
  /** When it was said. */
  at: string;
}
/** The answer of `GET /workspaces/:id`. `reported`: null in the past, and before the first heartbeat. */
export interface WorkspaceDetailView extends WorkspaceView {
  reported: ReportedWorkView | null;
}

/** Columns of a workspace that are not facts of the organisation graph; null in the past. */
export interface LiveColumns {
  /** Address of the agent, as far as everyone may see it. */
  url: string | null;
  agent_card: unknown;
  updated_at: string | null;
  /** `"<facts>.<placement>"`: the value of the ETag, without quotes. */
  version: string | null;
}

/** How an external agent connects: shown once, because it carries the token. */
export interface ConnectionView {
  workspace_id: string;
  platform_url: string;
  auth_token: string;
  registry_endpoint: string;
  heartbeat_endpoint: string;
  /** The line for a terminal in a checkout of this project. */
  command_line: string;
  curl_register_template: string;
  python_snippet: string;
}

/** `POST /workspaces` */
export interface CreatedWorkspace extends CommandAnswer {
  id: string;
  status: 'provisioning' | 'online' | 'awaiting_agent';
  workspace_access: Access;
  awareness_namespace: string;
  external?: true;
  connection?: ConnectionView;
}
/** `PATCH /workspaces/:id` */
export interface PatchedWorkspace extends CommandAnswer {
  status: 'updated';
  /** The running agent does not know the change until it is restarted. */
  needs_restart?: true;
}
/** `DELETE /workspaces/:id` */
export interface RemovedWorkspace extends CommandAnswer {
  status: 'removed' | 'purged';
  /** Number of workspaces removed besides the one named. */
  cascade_deleted: number;
  removal_id: string;
  event_id: string | null;
}
/** `POST /workspaces/:id/restore` */
export interface RestoredWorkspace extends CommandAnswer {
  status: 'restored';
  id: string;
}
/** `POST /workspaces/:id/undo` */
export interface UndoneChange extends CommandAnswer {
  status: 'undone';
}
