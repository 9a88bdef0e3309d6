import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

/** One row of `GET /templates`. */
export interface TemplateView {
  id: string;
  name: string;
  description: string;
  tier: number;
  runtime: string;
  skills: string[];
}
/** One row of `GET /org/templates`. */
export interface OrganisationTemplateView {
  dir: string;
  name: string;
  description: string;
  /** Number of workspaces. */
  workspaces: number;
}
/** A name, or several of which one is enough. */
export type RequiredEnvironment = string | { any_of: string[] };
export interface ImportedOrganisation {
  org: string;
  workspaces: { id: string; name: string }[];
  count: number;
  /** Only of a partial import (207): what kept the rest out. */
  error?: string;
}

export const templatesClient = (connection: Connection) => ({
  list: (options?: QueryOptions) => connection.get<TemplateView[]>('/templates', {}, options),
  organisations: (options?: QueryOptions) => connection.get<OrganisationTemplateView[]>('/org/templates', {}, options),
  /** `force`: also without the environment that it asks for; else that is refused with 412 and `missing_env`. */
  importOrganisation: (body: { dir: string; force?: boolean }, options?: CommandOptions) =>
    connection.send<ImportedOrganisation>('POST', '/org/import', body, options),
});
