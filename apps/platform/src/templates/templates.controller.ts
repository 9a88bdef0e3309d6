import {
  ImportOrganisationBody,
  type ImportedOrganisationView,
  type OrganisationTemplateView,
  type TemplateView,
} from '@guildhall/contracts';
import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { Meta, Who } from '../http/request-context.js';
import { Allow } from '../identity/allow.js';
import { OrganisationTemplates } from './organisation-templates.js';
import { WorkspaceTemplates } from './workspace-templates.js';

@Controller()
export class TemplatesController {
  constructor(
    private readonly workspaces: WorkspaceTemplates,
    private readonly organisations: OrganisationTemplates,
  ) {}

  @Get('templates')
  @Allow('organisation.read')
  list(): Promise<TemplateView[]> {
    return this.workspaces.list();
  }

  @Get('org/templates')
  @Allow('organisation.read')
  listOrganisations(): Promise<OrganisationTemplateView[]> {
    return this.organisations.list();
  }

  @Post('org/import')
  @Allow('organisation.write')
  async import(
    @Body() body: ImportOrganisationBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportedOrganisationView> {
    const imported = await this.organisations.import(body.dir ?? '', who, meta);
    void reply.status(imported.error === undefined ? 201 : 207);
    return imported;
  }
}
