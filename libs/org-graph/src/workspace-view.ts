import {
  errorRegistry,
  workspaceSettable,
  type AgentStatus,
  type BlobRef,
  type GraphWorkspace,
  type LiveColumns,
  type OrganisationId,
  type WorkspaceDetails,
  type WorkspaceSettable,
  type WorkspaceDocument,
  type WorkspaceView,
} from '@guildhall/contracts';

/** The live columns of a workspace in the past. */
export const pastColumns: LiveColumns = { url: null, agent_card: null, updated_at: null, version: null };

/** Causes of failures take no details, so the words of the registry need no values. */
const failureOf = ({ failure }: GraphWorkspace): WorkspaceView['failure'] => {
  if (failure === null) return null;
  const known = Object.hasOwn(errorRegistry, failure) ? errorRegistry[failure as keyof typeof errorRegistry] : null;
  return { code: failure, fix: known?.fix ?? 'Read its boot log in Logs.' };
};

const settableOf = (node: GraphWorkspace): Pick<GraphWorkspace, WorkspaceSettable> =>
  Object.fromEntries(
    (Object.keys(workspaceSettable) as WorkspaceSettable[]).map((field) => [field, node[field]]),
  ) as unknown as Pick<GraphWorkspace, WorkspaceSettable>;

const carriesWords: ReadonlySet<AgentStatus> = new Set(['degraded', 'failed']);

/** Words belong to the status that came with them: a later cause has none. */
const wordsOf = ({ status, cause }: GraphWorkspace, words: WorkspaceDetails['words']): BlobRef | null =>
  words !== null && carriesWords.has(status) && cause?.code === words.of ? words.ref : null;

/** A workspace as its view keeps it, now or in the past: its node, its details and the columns that only the present has. */
export const workspaceView = (
  org: OrganisationId,
  node: GraphWorkspace,
  { command, folder, grants, words }: WorkspaceDetails,
  live: LiveColumns,
): WorkspaceDocument => ({
  id: node.id,
  org,
  ...settableOf(node),
  status: node.status,
  status_cause: node.cause,
  status_words: wordsOf(node, words),
  status_since: node.since,
  failure: failureOf(node),
  parent_id: node.parentId,
  active_tasks: node.task === null ? 0 : 1,
  max_concurrent_tasks: 1,
  queued_messages: node.queued,
  runtime: node.runtime,
  command,
  backend: node.backend,
  workspace_dir: folder,
  workspace_access: node.access,
  manages_team: grants,
  template: node.template,
  x: node.x,
  y: node.y,
  collapsed: node.collapsed,
  incarnation: node.incarnation,
  needs_restart: node.restartDue.length > 0,
  restart_because: node.restartDue,
  created_at: node.createdAt,
  removed_at: node.removed?.at ?? null,
  removal_id: node.removed?.removalId ?? null,
  ...live,
});
