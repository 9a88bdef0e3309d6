import { configurationErrors } from './configuration/errors.js';
import { configurationRoutes } from './configuration/routes.js';
import { fileErrors } from './files/errors.js';
import { fileEvents } from './files/events.js';
import { fileRoutes } from './files/routes.js';
import { historyRoutes } from './history/routes.js';
import { identityErrors } from './identity/errors.js';
import { identityEvents } from './identity/events.js';
import { identityRoutes } from './identity/routes.js';
import { messageErrors } from './messages/errors.js';
import { messageEvents } from './messages/events.js';
import { messageRoutes } from './messages/routes.js';
import { operationRoutes } from './operations/routes.js';
import { organisationEvents } from './organisations/events.js';
import { organisationRoutes } from './organisations/routes.js';
import { provisioningErrors } from './provisioning/errors.js';
import { provisioningEvents } from './provisioning/events.js';
import { provisioningRoutes } from './provisioning/routes.js';
import { registryErrors } from './registry/errors.js';
import { registryEvents } from './registry/events.js';
import { registryRoutes } from './registry/routes.js';
import { templateErrors } from './templates/errors.js';
import { templateEvents } from './templates/events.js';
import { templateRoutes } from './templates/routes.js';
import { terminalErrors } from './terminal/errors.js';
import { terminalEvents } from './terminal/events.js';
import { workspaceErrors } from './workspaces/errors.js';
import { treeEvents, workspaceEvents } from './workspaces/events.js';
import { workspaceRoutes } from './workspaces/routes.js';
import type { ConversationId, CredentialId, Id, OrganisationId, WorkspaceId } from './ids.js';

/*
 * What the slices declare. A new slice adds itself to these lists and to the exports at the end; registries, OpenAPI,
 * typed client, permission table and reference documents follow.
 */

/** Every event type of the product. An event that is not declared here cannot be appended or folded. */
export const eventDeclarations = {
  ...organisationEvents,
  ...treeEvents,
  ...workspaceEvents,
  ...registryEvents,
  ...provisioningEvents,
  ...identityEvents,
  ...messageEvents,
  ...fileEvents,
  ...terminalEvents,
  ...templateEvents,
} as const;

/** The refusals of the slices; `errors/registry.ts` adds those of the platform itself. */
export const sliceErrors = {
  ...identityErrors,
  ...workspaceErrors,
  ...registryErrors,
  ...provisioningErrors,
  ...messageErrors,
  ...configurationErrors,
  ...templateErrors,
  ...fileErrors,
  ...terminalErrors,
} as const;

/** Every HTTP route of the product by slice: the source of OpenAPI, typed client and permission table. */
export const routes = {
  organisations: organisationRoutes,
  workspaces: workspaceRoutes,
  provisioning: provisioningRoutes,
  files: fileRoutes,
  configuration: configurationRoutes,
  templates: templateRoutes,
  registry: registryRoutes,
  identity: identityRoutes,
  messages: messageRoutes,
  history: historyRoutes,
  operations: operationRoutes,
} as const;

export type Routes = typeof routes;

/** The names of all streams, in one place. Every rule needs exactly one of them as its consistency boundary. */
export const streams = {
  organisation: (org: OrganisationId) => `organisation-${org}`,
  tree: (org: OrganisationId) => `tree-${org}`,
  workspace: (id: WorkspaceId) => `workspace-${id}`,
  agent: (id: WorkspaceId) => `agent-${id}`,
  provisioning: (id: WorkspaceId) => `provisioning-${id}`,
  credential: (id: CredentialId) => `credential-${id}`,
  files: (id: WorkspaceId) => `files-${id}`,
  terminal: (sessionId: Id) => `terminal-${sessionId}`,
  /** `key`: UUIDv5 of organisation and id. */
  template: (key: Id) => `template-${key}`,
  conversation: (id: ConversationId) => `conversation-${id}`,
} as const;

/** The views that the projector keeps; each is also the name of its projection. */
export const viewNames = ['workspaces', 'graph_keyframes', 'feed', 'chat', 'organisation', 'tokens'] as const;
export type ViewName = (typeof viewNames)[number];

export * from './organisations/events.js';
export type * from './organisations/bodies.js';
export * from './organisations/views.js';
export * from './organisations/routes.js';
export * from './workspaces/events.js';
export * from './workspaces/limits.js';
export type * from './workspaces/bodies.js';
export * from './workspaces/graph.js';
export * from './workspaces/views.js';
export type * from './workspaces/queries.js';
export * from './workspaces/routes.js';
export * from './workspaces/status.js';
export * from './workspaces/documents.js';
export * from './registry/events.js';
export * from './registry/states.js';
export type * from './registry/bodies.js';
export * from './registry/views.js';
export type * from './registry/queries.js';
export * from './registry/routes.js';
export * from './provisioning/events.js';
export * from './provisioning/states.js';
export type * from './provisioning/bodies.js';
export type * from './provisioning/queries.js';
export * from './provisioning/views.js';
export * from './provisioning/routes.js';
export type * from './configuration/bodies.js';
export * from './configuration/views.js';
export * from './configuration/routes.js';
export * from './templates/events.js';
export * from './templates/limits.js';
export type * from './templates/bodies.js';
export * from './templates/views.js';
export * from './templates/routes.js';
export * from './identity/events.js';
export * from './identity/states.js';
export type * from './identity/bodies.js';
export * from './identity/views.js';
export type * from './identity/queries.js';
export * from './identity/routes.js';
export * from './identity/documents.js';
export * from './messages/events.js';
export * from './messages/states.js';
export type * from './messages/bodies.js';
export * from './messages/views.js';
export * from './messages/routes.js';
export * from './messages/documents.js';
export * from './files/events.js';
export * from './files/states.js';
export * from './files/limits.js';
export type * from './files/bodies.js';
export * from './files/views.js';
export type * from './files/queries.js';
export * from './files/routes.js';
export * from './terminal/events.js';
export * from './terminal/states.js';
export * from './terminal/protocol.js';
export type * from './terminal/requests.js';
export * from './history/views.js';
export type * from './history/queries.js';
export * from './history/routes.js';
export * from './history/documents.js';
export * from './operations/projections.js';
export type * from './operations/store-settings.js';
export * from './operations/views.js';
export * from './operations/routes.js';
export * from './live/protocol.js';
export type * from './live/requests.js';
