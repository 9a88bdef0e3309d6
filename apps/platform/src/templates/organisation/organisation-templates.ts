import {
  GuildhallError,
  type ImportOrganisationBody,
  type JsonObject,
  type OrganisationTemplateView,
  type TemplateProblem,
} from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { AgentVariables } from '../../provisioning/index.js';
import { inWords, missingOf, needsOf } from './environment-needs.js';
import { planOrganisation } from './plan/organisation-plan.js';
import type { OrganisationPlan } from './plan/planned-workspace.js';
import { readInlineOrganisation, readOrganisation } from './read-organisation.js';
import { problemsOf, TemplateFolders, type FolderTemplate, type TemplateContents } from '../template-folders.js';
import { WorkspaceTemplates } from '../workspace-templates.js';

/** An import that nothing stands against: what it makes. */
export interface PreparedImport {
  /** Folder of the template, or `inline`. */
  template: string;
  name: string;
  plan: OrganisationPlan;
}

const inline = 'inline';
const nowhere = { folder: null, files: new Map<string, Buffer>(), variables: new Map<string, Buffer>() };

/** Organisation templates: folders with an `org.yaml`, or one that a request brings along. */
@Injectable()
export class OrganisationTemplates {
  constructor(
    private readonly folders: TemplateFolders,
    private readonly workspaces: WorkspaceTemplates,
    private readonly variables: AgentVariables,
  ) {}

  /** Also those that cannot be imported, with what is wrong in them. */
  async list(): Promise<OrganisationTemplateView[]> {
    const names = await this.folders.names('organisations');
    const views = await Promise.all(names.map((dir) => this.view(dir)));
    return views.filter((view) => view !== null);
  }

  /**
   * Reads the template and checks all that can be known before anything is made. Throws TEMPLATE_NOT_FOUND,
   * TEMPLATE_INVALID, ENVIRONMENT_MISSING; with `force` unknown keys are left out and the environment may be missing.
   */
  async prepare(request: ImportOrganisationBody, org: string): Promise<PreparedImport> {
    const { dir, template: given, force = false } = request;
    const place = dir === undefined ? nowhere : await this.folder(dir);
    const read = given === undefined ? readOrganisation(place.files) : readInlineOrganisation(given);
    const template = dir ?? inline;
    requireUsable(template, read.problems, force);
    const templates = await this.namedTemplates(read.data, org);
    const plan = planOrganisation(read, { ...place, templates });
    requireUsable(template, plan.problems, force);
    if (!force) this.requireEnvironment(template, read.data);
    plan.notApplied.push(...read.problems.map(leftOut));
    return { template, name: String(read.data['name']), plan };
  }

  private folder(dir: string): Promise<FolderTemplate> {
    return this.folders.read('organisations', dir);
  }

  private async view(dir: string): Promise<OrganisationTemplateView | null> {
    try {
      const { data, problems } = readOrganisation((await this.folder(dir)).files);
      return viewOf(dir, data, problems);
    } catch (error) {
      const problems = problemsOf(error);
      return problems === null ? null : viewOf(dir, {}, problems);
    }
  }

  /** One that is not there is a problem of the place that names it. */
  private async namedTemplates(data: JsonObject, org: string): Promise<Map<string, TemplateContents>> {
    const found = new Map<string, TemplateContents>();
    for (const id of new Set(templatesIn(data, 'workspaces'))) {
      try {
        found.set(id, await this.workspaces.files(id, org));
      } catch (error) {
        if (!(error instanceof GuildhallError) || error.code !== 'TEMPLATE_NOT_FOUND') throw error;
      }
    }
    return found;
  }

  private requireEnvironment(template: string, data: JsonObject): void {
    const { required } = needsOf(data);
    const missing = missingOf(required, (name) => this.variables.has(name));
    if (missing.length === 0) return;
    throw new GuildhallError('ENVIRONMENT_MISSING', {
      template,
      missing: inWords(missing),
      missing_env: missing,
      required_env: required,
      suggestion: 'Start the platform with values for them and name them in GUILDHALL_AGENT_ENV, or import with force.',
    });
  }
}

const viewOf = (dir: string, data: JsonObject, problems: TemplateProblem[]): OrganisationTemplateView => {
  const { name, description } = data;
  const isUsable = problems.every(({ severity }) => severity === 'warning');
  const { required, recommended } = needsOf(isUsable ? data : {});
  return {
    dir,
    name: typeof name === 'string' && name !== '' ? name : dir,
    description: typeof description === 'string' ? description : '',
    workspaces: isUsable ? countOf(data, 'workspaces') : 0,
    required_env: required,
    recommended_env: recommended,
    problems,
  };
};

type Children = 'workspaces' | 'children';
const teamOf = (of: JsonObject, key: Children): JsonObject[] => (of[key] as JsonObject[] | null | undefined) ?? [];

const countOf = (of: JsonObject, key: Children): number =>
  teamOf(of, key).reduce((sum, workspace) => sum + 1 + countOf(workspace, 'children'), 0);

const templatesIn = (of: JsonObject, key: Children): string[] =>
  teamOf(of, key).flatMap((workspace) => [
    ...(typeof workspace['template'] === 'string' ? [workspace['template']] : []),
    ...templatesIn(workspace, 'children'),
  ]);

/** An unknown key keeps a template from being imported: a team below a misspelt `children` would be lost. */
const requireUsable = (template: string, problems: readonly TemplateProblem[], force: boolean): void => {
  if (problems.some(({ severity }) => severity === 'error' || !force))
    throw new GuildhallError('TEMPLATE_INVALID', { template, problems });
};

const leftOut = ({ path, file, line }: TemplateProblem) => ({
  workspace: null,
  key: path,
  why: `${file} line ${line}: it is not known here`,
});
