import type {
  ImportedOrganisationView,
  ImportedTemplateView,
  ImportOrganisationBody,
  ImportTemplateBody,
  OrganisationTemplateView,
  TemplateView,
} from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

export const templatesClient = (connection: Connection) => ({
  list: (options?: QueryOptions) => connection.get<TemplateView[]>('/templates', {}, options),
  organisations: (options?: QueryOptions) => connection.get<OrganisationTemplateView[]>('/org/templates', {}, options),
  /**
   * `force`: also without the environment that it asks for; else that is refused with 412 and `missing_env`. An answer
   * with `error` made only a part.
   */
  importOrganisation: (body: ImportOrganisationBody, options?: CommandOptions) =>
    connection.send<ImportedOrganisationView>('POST', '/org/import', body, options),
  /** Refused with TEMPLATE_EXISTS (409) when there is another of that name. */
  importTemplate: (body: ImportTemplateBody, options?: CommandOptions) =>
    connection.send<ImportedTemplateView>('POST', '/templates/import', body, options),
});
