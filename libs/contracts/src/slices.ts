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
 * What the slices declare. A new slice adds itself to these lists; registries, OpenAPI, typed client, permission table
 * and reference documents follow.
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
