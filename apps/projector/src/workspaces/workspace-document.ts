import { errorRegistry, type GraphWorkspace, type WorkspaceView } from '@guildhall/contracts';
import type { WorkspaceExtras } from './workspace-extras.js';

/** Causes of failures take no details, so what the registry says of them is said as it stands there. */
const failureOf = ({ failure }: GraphWorkspace): WorkspaceView['failure'] => {
  if (failure === null) return null;
  const known = Object.hasOwn(errorRegistry, failure) ? errorRegistry[failure as keyof typeof errorRegistry] : null;
  return { code: failure, fix: known?.fix ?? 'Read its boot log in Logs.' };
};

/** The public view of a workspace: the graph's node with what the graph does not hold. */
export const workspaceDocument = (node: GraphWorkspace, extras: WorkspaceExtras): WorkspaceView => ({
  id: node.id,
  org: extras.org,
  name: node.name,
  role: node.role,
  tier: node.tier,
  status: node.status,
  status_cause: node.cause,
  status_since: node.since,
  failure: failureOf(node),
  url: extras.url,
  parent_id: node.parentId,
  active_tasks: node.task === null ? 0 : 1,
  max_concurrent_tasks: 1,
  queued_messages: node.queued,
  runtime: node.runtime,
  command: extras.command,
  backend: node.backend,
  model: extras.model,
  workspace_dir: extras.workspaceDir,
  workspace_access: node.access,
  manages_team: extras.managesTeam,
  template: extras.template,
  tags: node.tags,
  x: node.x,
  y: node.y,
  collapsed: node.collapsed,
  agent_card: extras.card,
  incarnation: node.incarnation,
  needs_restart: node.restartDue.length > 0,
  restart_because: node.restartDue,
  created_at: extras.createdAt,
  updated_at: extras.updatedAt,
  removed_at: node.removed?.at ?? null,
  removal_id: node.removed?.removalId ?? null,
  version: `${extras.facts ?? '-'}.${extras.placement}`,
});
