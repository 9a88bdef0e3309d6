import {
  templateRoutes,
  GuildhallError,
  type ImportedOrganisationView,
  type ImportedTemplateView,
  type OrganisationTemplateView,
  type TemplateView,
} from '@guildhall/contracts';
import { ImportOrganisationBody, ImportTemplateBody } from '@guildhall/contracts/templates/bodies';
import { Body, Controller, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { Meta, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { ImportTemplate } from './import-template.command.js';
import { OrganisationImport } from './organisation/organisation-import.js';
import { OrganisationTemplates } from './organisation/organisation-templates.js';
import type { TemplateContents } from './template-folders.js';
import { WorkspaceTemplates } from './workspace-templates.js';

@Controller()
export class TemplatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly workspaces: WorkspaceTemplates,
    private readonly organisations: OrganisationTemplates,
    private readonly imports: OrganisationImport,
  ) {}

  @Route(templateRoutes.list)
  list(@Who() who: Principal): Promise<TemplateView[]> {
    return this.workspaces.list(who.org);
  }

  @Route(templateRoutes.importTemplate)
  importTemplate(
    @Body() { name, files }: ImportTemplateBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<ImportedTemplateView> {
    return this.commands.execute(new ImportTemplate(name, null, contentsOf(files), who, meta));
  }

  @Route(templateRoutes.organisations)
  listOrganisations(): Promise<OrganisationTemplateView[]> {
    return this.organisations.list();
  }

  @Route(templateRoutes.importOrganisation)
  async import(
    @Body() body: ImportOrganisationBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportedOrganisationView> {
    if (body.dir !== undefined && body.template !== undefined) throw oneOfBoth();
    const imported = await this.imports.import(await this.organisations.prepare(body, who.org), who, meta);
    void reply.status(imported.error === undefined ? 201 : 207);
    return imported;
  }
}

const contentsOf = (files: Record<string, unknown>): TemplateContents =>
  new Map(
    Object.entries(files).map(([path, text]) => {
      if (typeof text !== 'string')
        throw new GuildhallError('TEMPLATE_FILES_INVALID', { problem: `${path.slice(0, 100)} is not a text` });
      return [path, Buffer.from(text)];
    }),
  );

const oneOfBoth = (): GuildhallError => {
  const fields = [{ field: 'template', message: 'give either dir or template, not both' }];
  return new GuildhallError('VALIDATION_FAILED', { fields });
};
