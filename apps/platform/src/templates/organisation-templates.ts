import { GuildhallError, type ImportedOrganisationView, type OrganisationTemplateView } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { stepOf } from '../http/request-context.js';
import { CreateWorkspace } from '../workspaces/create-workspace.command.js';
import { bodyOf } from './organisation-import.js';
import {
  parseOrganisationTemplate,
  TemplateProblems,
  type OrganisationTemplate,
  type TemplateWorkspace,
} from './organisation-template.js';

/** Organisations that come with Guildhall. */
const firstParty = fileURLToPath(new URL('../../../../templates/organisations', import.meta.url));

const countOf = (workspaces: readonly TemplateWorkspace[]): number =>
  workspaces.reduce((sum, { children }) => sum + 1 + countOf(children), 0);

/** Organisation templates: folders with an `org.yaml`. */
@Injectable()
export class OrganisationTemplates {
  constructor(private readonly commands: CommandBus) {}

  async list(): Promise<OrganisationTemplateView[]> {
    const dirs = await this.dirs();
    return Promise.all(
      dirs.map(async (dir) => {
        const { name, description, workspaces } = await this.template(dir);
        return { dir, name, description, workspaces: countOf(workspaces), required_env: [], recommended_env: [] };
      }),
    );
  }

  /**
   * Adds the workspaces of a template, parents first. The same request again, under its key, goes on where it stopped.
   * What was made before a refusal stays, and the answer says what kept the rest out.
   */
  async import(dir: string, who: Principal, meta: CommandMeta): Promise<ImportedOrganisationView> {
    const template = await this.template(dir);
    const made: ImportedOrganisationView['workspaces'] = [];
    try {
      await this.create(template.workspaces, null, { folder: join(firstParty, dir), path: dir, who, meta, made });
      return { org: template.name, workspaces: made, count: made.length, not_applied: [] };
    } catch (error) {
      if (!(error instanceof GuildhallError) || made.length === 0) throw error;
      return { org: template.name, workspaces: made, count: made.length, not_applied: [], error: error.message };
    }
  }

  private async create(
    workspaces: readonly TemplateWorkspace[],
    parentId: string | null,
    at: {
      folder: string;
      path: string;
      who: Principal;
      meta: CommandMeta;
      made: ImportedOrganisationView['workspaces'];
    },
  ): Promise<void> {
    for (const [index, workspace] of workspaces.entries()) {
      const path = `${at.path}/${index}`;
      const body = bodyOf(workspace, parentId, at.folder);
      const { id } = await this.commands.execute(new CreateWorkspace(body, at.who, stepOf(at.meta, path)));
      at.made.push({ id, name: workspace.name, tier: workspace.tier });
      await this.create(workspace.children, id, { ...at, path });
    }
  }

  /** Throws TEMPLATE_NOT_FOUND, TEMPLATE_INVALID. */
  private async template(dir: string): Promise<OrganisationTemplate> {
    if (!(await this.dirs()).includes(dir)) throw new GuildhallError('TEMPLATE_NOT_FOUND', { template: dir });
    try {
      return parseOrganisationTemplate(await readFile(join(firstParty, dir, 'org.yaml'), 'utf8'));
    } catch (error) {
      if (error instanceof TemplateProblems)
        throw new GuildhallError('TEMPLATE_INVALID', { template: dir, problems: error.problems });
      throw error;
    }
  }

  private async dirs(): Promise<string[]> {
    const entries = await readdir(firstParty, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }
}
