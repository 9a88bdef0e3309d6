import type { OrganisationView, RenameOrganisationBody, ViewportBody, CommandAnswer } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

export const organisationsClient = (connection: Connection) => ({
  get: (options?: QueryOptions) => connection.get<OrganisationView>('/organisation', {}, options),
  rename: (body: RenameOrganisationBody, options?: CommandOptions) =>
    connection.send<CommandAnswer>('PATCH', '/organisation', body, options),
  viewport: (options?: QueryOptions) => connection.get<ViewportBody>('/canvas/viewport', {}, options),
  setViewport: (body: ViewportBody, options?: CommandOptions) =>
    connection.send<CommandAnswer>('PUT', '/canvas/viewport', body, options),
});
