import type { CreateWorkspaceBody, NotApplied } from '@guildhall/contracts';
import type { TemplateProblem } from './read-organisation.js';
import type { TemplateContents } from './template-folders.js';

/** One workspace to make, with its first files; parents come before their children. */
export interface PlannedWorkspace {
  /** As `workspaces[0].children[1]`: the same in every import of the template. */
  path: string;
  parentPath: string | null;
  body: Omit<CreateWorkspaceBody, 'parent_id' | 'template'>;
  files: TemplateContents;
}
export interface OrganisationPlan {
  workspaces: PlannedWorkspace[];
  notApplied: NotApplied[];
  problems: TemplateProblem[];
}
export interface PlanSources {
  /** Of the template's own folder; empty for one that was sent as JSON. */
  files: TemplateContents;
  /** Path of that folder on this machine; null: there is none. */
  folder: string | null;
  /** Files of the workspace templates that it names, by their ids. */
  templates: ReadonlyMap<string, TemplateContents>;
  /** What `${NAME}` stands for where no `.env` says it. */
  variables: ReadonlyMap<string, string>;
}
