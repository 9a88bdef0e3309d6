import { configurationRoutes } from '../configuration/routes.js';
import { fileRoutes } from '../files/routes.js';
import { historyRoutes } from '../history/routes.js';
import { identityRoutes } from '../identity/routes.js';
import { messageRoutes } from '../messages/routes.js';
import { operationRoutes } from '../operations/routes.js';
import { organisationRoutes } from '../organisations/routes.js';
import { provisioningRoutes } from '../provisioning/routes.js';
import { registryRoutes } from '../registry/routes.js';
import { templateRoutes } from '../templates/routes.js';
import { workspaceRoutes } from '../workspaces/routes.js';

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
