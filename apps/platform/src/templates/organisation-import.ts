import { permissionsOf, type CreateWorkspaceBody } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { derivedId } from '../commands/ids.js';
import { ChangeOrganisation } from '../organisations/change-organisation.command.js';
import { OrgGraphs } from '../organisations/org-graphs.js';
import { CreateWorkspace } from '../workspaces/create-workspace.command.js';
import { parseOrganisationTemplate, type TemplateWorkspace } from './organisation-template.js';
import { clock } from '../commands/clock.js';

/** The organisation of `npm start -- --demo`. */
export const demoTemplate = fileURLToPath(
  new URL('../../../../templates/organisations/demo/org.yaml', import.meta.url),
);

const importer = 'template-import';

/** Makes the workspaces of a template, parents first. Its keys derive from file and place: a repetition adds nothing. */
@Injectable()
export class OrganisationImport {
  constructor(
    private readonly commands: CommandBus,
    private readonly graphs: OrgGraphs,
  ) {}

  /** Only into an organisation without workspaces; gives the number made. */
  async importInto(org: string, file: string): Promise<number> {
    const template = parseOrganisationTemplate(await readFile(file, 'utf8'));
    const isFresh = this.graphs.graph(org).workspaces.every(({ removed }) => removed !== null);
    if (isFresh) await this.name(org, template.name);
    return isFresh ? this.create(org, template.workspaces, null, dirname(file), template.name) : 0;
  }

  private async name(org: string, name: string): Promise<void> {
    const command = { type: 'rename', org, name } as const;
    await this.commands.execute(new ChangeOrganisation(command, importerOf(org), metaOf(org, `${name} (name)`)));
  }

  private async create(
    org: string,
    workspaces: readonly TemplateWorkspace[],
    parentId: string | null,
    folder: string,
    path: string,
  ): Promise<number> {
    let made = 0;
    for (const workspace of workspaces) {
      const own = `${path}/${workspace.name}`;
      const { id } = await this.commands.execute(
        new CreateWorkspace(bodyOf(workspace, parentId, folder), importerOf(org), metaOf(org, own)),
      );
      made += 1 + (await this.create(org, workspace.children, id, folder, own));
    }
    return made;
  }
}

/** The creation of one workspace of a template that lies in `folder`. */
export const bodyOf = (workspace: TemplateWorkspace, parentId: string | null, folder: string): CreateWorkspaceBody => {
  const { name, role, runtime, command, tier, x, y } = workspace;
  return {
    name,
    role,
    runtime,
    tier,
    parent_id: parentId,
    ...(command === null ? {} : { command, workspace_dir: folder, workspace_access: 'read_only' as const }),
    ...(x === null || y === null ? {} : { canvas: { x, y } }),
  };
};

const importerOf = (org: string): Principal => ({
  kind: 'service',
  id: importer,
  credentialId: importer,
  org,
  permissions: permissionsOf.service,
  workspaceId: null,
  incarnation: null,
});

const metaOf = (org: string, path: string): CommandMeta => {
  const commandId = derivedId(importer, org, path);
  return {
    actor: { kind: 'service', id: importer },
    org,
    commandId,
    correlationId: derivedId(importer, org),
    causationId: commandId,
    hop: 0,
    traceparent: null,
    now: clock.instant(),
    fingerprint: `${importer}\n${path}`,
  };
};
