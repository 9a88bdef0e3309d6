import { agentStatuses, messageStates } from '@guildhall/contracts';

export interface Schema {
  type?: string;
  format?: string;
  nullable?: boolean;
  enum?: readonly (string | number)[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  $ref?: string;
}

const text: Schema = { type: 'string' };
const id: Schema = { type: 'string', format: 'uuid' };
const instant: Schema = { type: 'string', format: 'date-time' };
const integer: Schema = { type: 'integer' };
const number: Schema = { type: 'number' };
const flag: Schema = { type: 'boolean' };
const free: Schema = { type: 'object', additionalProperties: true };
const maybe = (schema: Schema): Schema => ({ ...schema, nullable: true });
const list = (items: Schema): Schema => ({ type: 'array', items });
const one = (...values: readonly (string | number)[]): Schema => ({ type: 'string', enum: values });
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const record = (properties: Record<string, Schema>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const page = (items: Schema): Schema => record({ items: list(items), next: maybe(text) });

const changed = { position: text, event_ids: list(id) };
const place = record({ x: number, y: number, zoom: number });

/** What routes answer with, by name; a browser test compares real answers with them. */
export const viewSchemas: Record<string, Schema> = {
  Problem: record(
    {
      type: text,
      title: text,
      error: text,
      code: text,
      fix: text,
      correlation_id: text,
      fields: list(record({ field: text, message: text })),
    },
    ['correlation_id', 'fields'],
  ),
  FileEntry: record({
    path: text,
    size: integer,
    dir: flag,
    kind: one('file', 'directory', 'link', 'other'),
    modified_at: instant,
  }),
  File: record({ path: text, content: text, size: integer, digest: text, encoding: one('base64') }, ['encoding']),
  SavedFile: record({ status: one('saved'), path: text, size: integer, digest: text, ...changed }),
  ReplacedFiles: record({
    status: one('replaced'),
    workspace: id,
    files: integer,
    source: one('container', 'process'),
    ...changed,
  }),
  DeletedFile: record({ status: one('deleted'), path: text, ...changed }),
  Uploads: record({ files: list(record({ uri: text, name: text, mimeType: text, size: integer })) }),
  Workspace: record({
    id,
    org: text,
    name: text,
    role: text,
    tier: integer,
    status: one(...agentStatuses),
    status_cause: maybe(text),
    status_since: instant,
    failure: maybe(record({ code: text, fix: text })),
    url: maybe(text),
    parent_id: maybe(id),
    active_tasks: integer,
    max_concurrent_tasks: integer,
    queued_messages: integer,
    runtime: text,
    command: maybe(text),
    backend: maybe(text),
    model: maybe(text),
    workspace_dir: maybe(text),
    workspace_access: one('none', 'read_only', 'read_write'),
    manages_team: list(one('restart', 'pause')),
    template: maybe(text),
    tags: list(text),
    x: maybe(number),
    y: maybe(number),
    collapsed: flag,
    agent_card: maybe(free),
    incarnation: integer,
    needs_restart: flag,
    restart_because: list(one('access', 'configuration', 'model', 'runtime', 'tier')),
    created_at: instant,
    updated_at: maybe(instant),
    removed_at: maybe(instant),
    removal_id: maybe(id),
    version: maybe(text),
  }),
  CreatedWorkspace: record(
    {
      id,
      status: text,
      workspace_access: text,
      awareness_namespace: text,
      external: flag,
      connection: free,
      ...changed,
    },
    ['external', 'connection'],
  ),
  PatchedWorkspace: record({ status: one('updated'), needs_restart: flag, ...changed }, ['needs_restart']),
  RemovedWorkspace: record({
    status: one('removed'),
    cascade_deleted: integer,
    removal_id: id,
    event_id: maybe(id),
    ...changed,
  }),
  Changed: record({ status: text, id, ...changed }, ['id']),
  StoredMessage: record({ message_id: id, conversation_id: id, context_id: text, state: one('queued'), ...changed }),
  ChatMessage: record({
    id,
    conversation_id: id,
    context_id: text,
    workspace_id: id,
    from: record({ kind: text, id: text }),
    state: one(...messageStates),
    attempt: integer,
    text: maybe(text),
    answer: maybe(text),
    error: maybe(record({ code: text, cause: text })),
    queued_cause: maybe(text),
    sent_at: instant,
    answered_at: maybe(instant),
    expires_at: instant,
    duration_ms: maybe(integer),
  }),
  ChatPage: page(ref('ChatMessage')),
  Event: record({
    position: text,
    ordinal: integer,
    id,
    type: text,
    stream: text,
    revision: integer,
    recordedAt: instant,
    actor: record({ kind: text, id: text }),
    data: free,
    metadata: free,
  }),
  EventPage: page(ref('Event')),
  GraphState: record({
    position: text,
    ordinal: integer,
    at: maybe(instant),
    graph: record({ org: text, foldVersion: integer, workspaces: list(free), edges: list(free) }),
  }),
  HistoryRange: record({
    first: maybe(free),
    last: maybe(free),
    density: list(record({ at: instant, count: integer })),
  }),
  Organisation: record({ id: text, name: text, founded_at: instant, viewport: place }),
  Viewport: place,
  Session: record({ operator_id: text, org: text, permissions: list(text) }),
  Tokens: record({
    tokens: list(record({ id, prefix: text, name: text, created_at: text, last_used_at: maybe(instant) })),
    count: integer,
  }),
  NewToken: record({ id, auth_token: text, workspace_id: id, message: text }),
  Peer: record({
    id,
    name: text,
    role: text,
    tier: integer,
    status: one(...agentStatuses),
    agent_card: maybe(free),
    url: maybe(text),
    parent_id: maybe(id),
    active_tasks: integer,
  }),
  DiscoveredAgent: record({ id, url: text, name: text }),
  Registered: record({ status: text, auth_token: text }, ['auth_token']),
  Status: record({ status: text }),
  Access: record({ allowed: flag }),
  LoginLink: record({ url: text, expires_at: instant }),
  Readiness: record({
    status: text,
    position: maybe(text),
    ordinal: integer,
    checks: list(free),
    projections: list(free),
  }),
  A2aAnswer: free,
};

/** Which view each operation answers with; `[]` behind a name: an array of it. */
export const answers: Record<string, string> = {
  HealthController_ready: 'Readiness',
  LoginController_link: 'LoginLink',
  LoginController_session: 'Session',
  LoginController_logOut: 'Status',
  TokensController_list: 'Tokens',
  TokensController_issue: 'NewToken',
  TokensController_revoke: 'Changed',
  OrganisationsController_detail: 'Organisation',
  OrganisationsController_rename: 'Changed',
  OrganisationsController_viewport: 'Viewport',
  OrganisationsController_setViewport: 'Changed',
  MessagesController_send: 'A2aAnswer',
  MessagesController_store: 'StoredMessage',
  MessagesController_list: 'ChatPage',
  MessagesController_one: 'ChatMessage',
  MessagesController_cancel: 'Changed',
  WorkspacesController_list: 'Workspace[]',
  WorkspacesController_create: 'CreatedWorkspace',
  WorkspacesController_detail: 'Workspace',
  WorkspacesController_patch: 'PatchedWorkspace',
  WorkspacesController_remove: 'RemovedWorkspace',
  WorkspacesController_restore: 'Changed',
  WorkspacesController_undo: 'Changed',
  WorkspacesController_restart: 'Changed',
  RegistryController_register: 'Registered',
  RegistryController_heartbeat: 'Status',
  RegistryController_updateCard: 'Status',
  RegistryController_discover: 'DiscoveredAgent',
  RegistryController_list: 'Peer[]',
  RegistryController_checkAccess: 'Access',
  FilesController_list: 'FileEntry[]',
  FilesController_read: 'File',
  FilesController_write: 'SavedFile',
  FilesController_replace: 'ReplacedFiles',
  FilesController_remove: 'DeletedFile',
  TransfersController_upload: 'Uploads',
  HistoryController_page: 'EventPage',
  HistoryController_state: 'GraphState',
  HistoryController_density: 'HistoryRange',
};
