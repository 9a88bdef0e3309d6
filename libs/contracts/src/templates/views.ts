/** One row of `GET /templates`, in the reference's words. */
export interface TemplateView {
  id: string;
  name: string;
  description: string;
  tier: number;
  runtime: string;
  model: string;
  skills: string[];
  skill_count: number;
}

/** One row of `GET /org/templates`. */
export interface OrganisationTemplateView {
  dir: string;
  name: string;
  description: string;
  /** Number of workspaces. */
  workspaces: number;
  required_env: string[];
  recommended_env: string[];
}

/** `POST /org/import` */
export interface ImportedOrganisationView {
  org: string;
  workspaces: { id: string; name: string; tier: number }[];
  count: number;
  /** Only of a partial import (207): what kept the rest out. */
  error?: string;
}
