import { configurationClient } from './configuration/configuration.client.js';
import { filesClient } from './files/files.client.js';
import { historyClient } from './history/history.client.js';
import { identityClient } from './identity/identity.client.js';
import { messagesClient } from './messages/messages.client.js';
import { organisationsClient } from './organisations/organisations.client.js';
import { provisioningClient } from './provisioning/provisioning.client.js';
import { registryClient } from './registry/registry.client.js';
import { templatesClient } from './templates/templates.client.js';
import { workspacesClient } from './workspaces/workspaces.client.js';
import { createConnection, type HttpClientOptions } from './http/connection.js';
import { routeCalls } from './http/route-calls.js';

/**
 * Typed methods by slice. Queries resolve with the body; commands carry an Idempotency-Key and resolve with
 * `{ body, position, etag }`.
 *
 * @throws (each method) ApiError for a refusal, UnreachableError when no answer came.
 */
export const createHttpClient = (options: HttpClientOptions) => {
  const connection = createConnection(options);
  return {
    // The slices below have clients of their own and replace what is derived for them.
    ...routeCalls(connection),
    organisations: organisationsClient(connection),
    workspaces: workspacesClient(connection),
    provisioning: provisioningClient(connection),
    files: filesClient(connection),
    configuration: configurationClient(connection),
    templates: templatesClient(connection),
    registry: registryClient(connection),
    identity: identityClient(connection),
    messages: messagesClient(connection),
    history: historyClient(connection),
    /** True when the platform says that it is ready. */
    ready: async (): Promise<boolean> => {
      try {
        await connection.get('/health/ready');
        return true;
      } catch {
        return false;
      }
    },
  };
};
export type HttpClient = ReturnType<typeof createHttpClient>;
