import type {
  CreateWorkspaceBody,
  PatchWorkspaceBody,
  Position,
  RestoreWorkspaceBody,
  WorkspaceView,
  CreatedWorkspace,
  PatchedWorkspace,
  RemovedWorkspace,
  RestoredWorkspace,
  UndoneChange,
} from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

const at = (id: string): string => `/workspaces/${encodeURIComponent(id)}`;

const flags = (given: Record<string, boolean>): string => {
  const set = Object.keys(given).filter((name) => given[name] === true);
  return set.length === 0 ? '' : `?${set.map((name) => `${name}=true`).join('&')}`;
};

export const workspacesClient = (connection: Connection) => ({
  /** All workspaces of the organisation; `removed` adds those that were removed and can be restored. */
  list: (filter: { removed?: boolean } = {}, options?: QueryOptions) =>
    connection.get<WorkspaceView[]>('/workspaces', { removed: filter.removed }, options),
  /** `position`: as it was then; the live columns are null. */
  get: (id: string, { position, ...options }: QueryOptions & { position?: Position } = {}) =>
    connection.get<WorkspaceView>(at(id), { position }, options),
  create: (body: CreateWorkspaceBody, options?: CommandOptions) =>
    connection.send<CreatedWorkspace>('POST', '/workspaces', body, options),
  patch: (id: string, body: PatchWorkspaceBody, options?: CommandOptions) =>
    connection.send<PatchedWorkspace>('PATCH', at(id), body, options),
  /** `confirm` is needed when the workspace has a team: all of it is removed. `purge`: for good, with its data. */
  remove: (id: string, { confirm = false, purge = false } = {}, options?: CommandOptions) =>
    connection.send<RemovedWorkspace>('DELETE', at(id) + flags({ confirm, purge }), undefined, options),
  restore: (id: string, body: RestoreWorkspaceBody = {}, options?: CommandOptions) =>
    connection.send<RestoredWorkspace>('POST', `${at(id)}/restore`, body, options),
  undo: (id: string, eventId: string, options?: CommandOptions) =>
    connection.send<UndoneChange>('POST', `${at(id)}/undo`, { event_id: eventId }, options),
});
