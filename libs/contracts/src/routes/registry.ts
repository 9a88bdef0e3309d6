import { configurationRoutes } from '../configuration/routes.js';
import type { AnswerOf } from '../declarations/route.js';
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

type Named = {
  [Slice in keyof Routes]: {
    [Name in keyof Routes[Slice] as `${Slice}_${Name & string}`]: AnswerOf<Routes[Slice][Name]>;
  };
}[keyof Routes];
type Merged<Union> = (Union extends unknown ? (part: Union) => void : never) extends (all: infer All) => void
  ? { [Name in keyof All]: All[Name] }
  : never;

/** The answer of every route by the id of its operation, `<slice>_<name>`: the source of the schemas in OpenAPI. */
export type RouteAnswers = Merged<Named>;
