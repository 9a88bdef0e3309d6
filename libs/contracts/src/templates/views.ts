import type { ConfigProblem } from '../configuration/views.js';
import type { ConnectionView } from '../workspaces/views.js';

/** One row of `GET /templates`, in the reference's words. One with an error cannot be used: then only its id says anything. */
export interface TemplateView {
  id: string;
  name: string;
  description: string;
  tier: number;
  runtime: string;
  model: string;
  models: { id: string; name: string; required_env: string[] }[];
  required_env: string[];
  skills: string[];
  skill_count: number;
  /** Part of the installation, or imported by a person. */
  origin: 'built-in' | 'imported';
  /** A warning is an unknown key. */
  problems: TemplateProblem[];
}

/** A variable by its name, or several of which one is enough. */
export type EnvironmentNeed = string | { any_of: string[] };

/** A problem at a place in the files of a template. `file`: below its folder; '' is the whole template. */
export interface TemplateProblem extends ConfigProblem {
  file: string;
}

/** One row of `GET /org/templates`. One with an error cannot be imported: then the name may be its folder's and the rest empty. */
export interface OrganisationTemplateView {
  dir: string;
  name: string;
  description: string;
  /** Number of workspaces. */
  workspaces: number;
  required_env: EnvironmentNeed[];
  recommended_env: EnvironmentNeed[];
  /** A warning is an unknown key: the import has to allow it. */
  problems: TemplateProblem[];
}

/** Something that a template asks for and that this version reads without acting on it. */
export interface NotApplied {
  /** Name of the workspace; null: of the organisation. */
  workspace: string | null;
  key: string;
  why: string;
}

/** `POST /templates/import` */
export interface ImportedTemplateView {
  status: 'imported';
  id: string;
  name: string;
}

/** `POST /org/import` */
export interface ImportedOrganisationView {
  org: string;
  workspaces: {
    id: string;
    name: string;
    tier: number;
    /** How an agent that its owner runs connects; only in the answer that made it. */
    connection?: ConnectionView;
  }[];
  count: number;
  not_applied: NotApplied[];
  /** Only of a partial import (207): what kept the rest out. */
  error?: string;
}
