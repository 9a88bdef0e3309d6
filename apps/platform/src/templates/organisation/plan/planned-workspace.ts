import type { CreateWorkspaceBody, NotApplied, TemplateProblem } from '@guildhall/contracts';
import type { TemplateContents } from '../../template-folders.js';

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
  /** Of the template's own folder, without any `.env`; empty for one that was sent as JSON. */
  files: TemplateContents;
  /** The `.env` of that folder and of those in it: the author of the template wrote them. */
  variables: TemplateContents;
  /** Path of that folder on this machine; null: there is none. */
  folder: string | null;
  /** Files of the workspace templates that it names, by their ids. */
  templates: ReadonlyMap<string, TemplateContents>;
}
