import {
  createdFacts,
  type DataOf,
  type GraphWorkspace,
  type Instant,
  type WorkspaceId,
  type treeEvents,
} from '@guildhall/contracts';
import { createdStatus, externalRuntime, restoredStatus, setStatus } from './status.js';
import type { WorkspaceTable } from './workspace-table.js';

type Data<Type extends keyof typeof treeEvents> = DataOf<(typeof treeEvents)[Type]>;

type CreatedFacts = Pick<Data<'WorkspaceCreated'>, (typeof createdFacts)[number]>;

const takenFrom = (data: CreatedFacts): CreatedFacts =>
  Object.fromEntries(createdFacts.map((fact) => [fact, data[fact]])) as CreatedFacts;

export const createWorkspace = (table: WorkspaceTable, data: Data<'WorkspaceCreated'>, at: Instant): WorkspaceId[] => {
  const { workspaceId: id, runtime, template = null } = data;
  const { status, cause } = createdStatus(runtime);
  const workspace: GraphWorkspace = {
    id,
    ...takenFrom(data),
    collapsed: false,
    backend: runtime === externalRuntime ? externalRuntime : null,
    template,
    createdAt: at,
    status,
    cause,
    since: at,
    failure: null,
    task: null,
    queued: 0,
    waitingApprovals: 0,
    incarnation: 0,
    restartDue: [],
    removed: null,
    detailsRevision: 0,
  };
  table.add(workspace, {
    command: data.command,
    folder: data.workspaceDir,
    grants: data.managesTeam ?? [],
    words: null,
  });
  return [id];
};

export const placeWorkspace = (table: WorkspaceTable, data: Data<'WorkspacePlaced'>): WorkspaceId[] => {
  const workspace = table.edit(data.workspaceId);
  if (workspace === undefined) return [];
  table.place(workspace, data.parentId);
  if (data.x !== undefined && data.y !== undefined) {
    workspace.x = data.x;
    workspace.y = data.y;
  }
  return [workspace.id];
};

/** Takes the whole team away as it is at this moment. */
export const removeTeam = (table: WorkspaceTable, data: Data<'WorkspaceRemoved'>, at: Instant): WorkspaceId[] => {
  if (!table.has(data.workspaceId)) return [];
  const team = table.team(data.workspaceId);
  for (const id of team) {
    const workspace = table.edit(id);
    if (workspace === undefined) continue;
    workspace.removed = { removalId: data.removalId, at };
    setStatus(workspace, { status: 'removed', cause: null }, at);
  }
  return team;
};

/** Brings back exactly those who went with that removal. */
export const restoreTeam = (table: WorkspaceTable, data: Data<'WorkspaceRestored'>, at: Instant): WorkspaceId[] => {
  const root = table.edit(data.workspaceId);
  if (root === undefined) return [];
  table.place(root, data.parentId);
  const team = table.team(data.workspaceId);
  for (const id of team) {
    const workspace = table.edit(id);
    if (workspace === undefined) continue;
    workspace.removed = null;
    setStatus(workspace, restoredStatus(workspace.runtime), at);
  }
  return team;
};

export const purgeWorkspace = (table: WorkspaceTable, { workspaceId }: Data<'WorkspacePurged'>): WorkspaceId[] => {
  if (!table.has(workspaceId)) return [];
  table.drop(workspaceId);
  return [workspaceId];
};
