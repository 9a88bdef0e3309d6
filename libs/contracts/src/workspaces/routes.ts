import { defineRoute } from '../declarations/route.js';
import type { CreateWorkspaceBody, PatchWorkspaceBody, RestoreWorkspaceBody, UndoBody } from './bodies.js';
import type { DetailQuery, ListQuery, RemoveQuery } from './queries.js';
import type {
  CreatedWorkspace,
  PatchedWorkspace,
  RemovedWorkspace,
  RestoredWorkspace,
  UndoneChange,
  WorkspaceDetailView,
  WorkspaceView,
} from './views.js';

export const workspaceRoutes = {
  list: defineRoute<{ query: ListQuery; answer: WorkspaceView[] }>()('GET', '/workspaces', {
    permission: 'organisation.read',
    summary: 'List all workspaces in the order of their creation',
  }),
  create: defineRoute<{ body: CreateWorkspaceBody; answer: CreatedWorkspace }>()('POST', '/workspaces', {
    permission: 'workspaces.write',
    summary: 'Create a workspace and start its agent',
    statuses: [201],
  }),
  get: defineRoute<{ query: DetailQuery; answer: WorkspaceDetailView }>()('GET', '/workspaces/:id', {
    permission: 'workspaces.read',
    summary: 'Read one workspace, now or at a position of the log',
  }),
  patch: defineRoute<{ body: PatchWorkspaceBody; answer: PatchedWorkspace }>()('PATCH', '/workspaces/:id', {
    permission: 'workspaces.write',
    summary: 'Change facts or the parent of a workspace',
  }),
  remove: defineRoute<{ query: RemoveQuery; answer: RemovedWorkspace }>()('DELETE', '/workspaces/:id', {
    permission: 'workspaces.write',
    summary: 'Remove a workspace and its team; with purge, delete them permanently',
  }),
  restore: defineRoute<{ body: RestoreWorkspaceBody; answer: RestoredWorkspace }>()('POST', '/workspaces/:id/restore', {
    permission: 'workspaces.write',
    summary: 'Restore a removed workspace and its team',
  }),
  undo: defineRoute<{ body: UndoBody; answer: UndoneChange }>()('POST', '/workspaces/:id/undo', {
    permission: 'workspaces.write',
    summary: 'Undo one change of a workspace',
  }),
} as const;
