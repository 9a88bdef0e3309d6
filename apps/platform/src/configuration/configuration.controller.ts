import {
  configurationRoutes,
  GuildhallError,
  type ConfigChangedView,
  type ConfigView,
  type JsonObject,
} from '@guildhall/contracts';
import { WriteConfigBody } from '@guildhall/contracts/configuration/bodies';
import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf, Meta, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { Configurations } from './configurations.js';

/** The configuration of an agent. A workspace's token reads and changes its own, as it may do with the file. */
@Controller()
export class ConfigurationController {
  constructor(private readonly configurations: Configurations) {}

  @Route(configurationRoutes.read)
  async read(
    @Param('id', IdPipe) id: string,
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfigView> {
    const view = await this.configurations.read(id, who);
    void reply.header('etag', `"${view.version}"`);
    return view;
  }

  @Route(configurationRoutes.write)
  write(
    @Param('id', IdPipe) id: string,
    @Body() body: WriteConfigBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
    @Req() request: FastifyRequest,
  ): Promise<ConfigChangedView> {
    const version = headerOf(request, 'if-match')?.replaceAll('"', '') ?? null;
    return this.configurations.write(id, body.text, version, who, meta);
  }

  @Route(configurationRoutes.merge)
  merge(
    @Param('id', IdPipe) id: string,
    @Body() body: unknown,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<ConfigChangedView> {
    if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new GuildhallError('BAD_JSON');
    return this.configurations.merge(id, body as JsonObject, who, meta);
  }
}
