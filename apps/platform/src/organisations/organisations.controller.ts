import {
  organisationRoutes,
  GuildhallError,
  type OrganisationView,
  type ChangedOrganisation,
} from '@guildhall/contracts';
import { RenameOrganisationBody, ViewportBody } from '@guildhall/contracts/organisations/bodies';
import { Body, Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { Meta, MinPosition, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { Views } from '../stores/views.js';
import { StreamCommand } from '../commands/stream-command.js';
import { organisationStream } from './organisation.stream.js';

const updated = { status: 'updated' } as const;

@Controller()
export class OrganisationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
  ) {}

  @Route(organisationRoutes.get)
  async detail(@Who() who: Principal, @MinPosition() minPosition: string | null): Promise<OrganisationView> {
    await this.views.reached('organisation', minPosition);
    const found = await this.views.get('organisation', who.org);
    if (found === null) throw new GuildhallError('ORGANISATION_NOT_FOUND', { org: who.org });
    return found as unknown as OrganisationView;
  }

  @Route(organisationRoutes.rename)
  rename(
    @Body() body: RenameOrganisationBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<ChangedOrganisation> {
    const command = { type: 'rename', org: who.org, name: body.name } as const;
    return this.commands.execute(new StreamCommand(organisationStream, who.org, command, meta, updated));
  }

  @Route(organisationRoutes.viewport)
  async viewport(
    @Who() who: Principal,
    @MinPosition() minPosition: string | null,
  ): Promise<OrganisationView['viewport']> {
    return (await this.detail(who, minPosition)).viewport;
  }

  @Route(organisationRoutes.setViewport)
  setViewport(
    @Body() body: ViewportBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<ChangedOrganisation> {
    const command = { type: 'setViewport', org: who.org, x: body.x, y: body.y, zoom: body.zoom } as const;
    return this.commands.execute(new StreamCommand(organisationStream, who.org, command, meta, updated));
  }
}
