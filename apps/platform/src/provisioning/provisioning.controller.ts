import { RestartBody } from '@guildhall/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { Meta, Who } from '../http/request-context.js';
import { Allow } from '../auth/allow.js';
import { ConsoleQuery, type ConsoleView } from './console.query.js';
import { HibernateAgent, type HibernatedAgent } from './commands/hibernate-agent.command.js';
import { PauseTeam, type PausedTeam } from './commands/pause-team.command.js';
import { ConsoleRange, HibernateQuery, restartOf, RestartQuery } from './provisioning.dto.js';
import { RestartAgent, type RestartedAgent } from './commands/restart-agent.command.js';
import { ResumeTeam, type ResumedTeam } from './commands/resume-team.command.js';
import { StopAll, type StoppedAll } from './commands/stop-all.command.js';

/** Life of the agents. A lead may do to those below it what it was granted. */
@Controller('workspaces')
export class ProvisioningController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('stop-all')
  @HttpCode(200)
  @Allow('workspaces.operate')
  stopAll(@Who() who: Principal, @Meta() meta: CommandMeta): Promise<StoppedAll> {
    return this.commands.execute(new StopAll(who, meta));
  }

  @Post(':id/restart')
  @HttpCode(200)
  @Allow('team.operate')
  restart(
    @Param('id', IdPipe) id: string,
    @Query() query: RestartQuery,
    @Body() body: RestartBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<RestartedAgent> {
    return this.commands.execute(new RestartAgent(id, restartOf(query, body), who, meta));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Allow('team.operate')
  pause(@Param('id', IdPipe) id: string, @Who() who: Principal, @Meta() meta: CommandMeta): Promise<PausedTeam> {
    return this.commands.execute(new PauseTeam(id, who, meta));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Allow('team.operate')
  resume(@Param('id', IdPipe) id: string, @Who() who: Principal, @Meta() meta: CommandMeta): Promise<ResumedTeam> {
    return this.commands.execute(new ResumeTeam(id, who, meta));
  }

  @Post(':id/hibernate')
  @HttpCode(200)
  @Allow('workspaces.operate')
  hibernate(
    @Param('id', IdPipe) id: string,
    @Query() query: HibernateQuery,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<HibernatedAgent> {
    return this.commands.execute(new HibernateAgent(id, query.force, who, meta));
  }

  @Get(':id/console')
  @Allow('workspaces.operate')
  console(@Param('id', IdPipe) id: string, @Query() range: ConsoleRange, @Who() who: Principal): Promise<ConsoleView> {
    return this.queries.execute(new ConsoleQuery(id, range.after, range.limit, who));
  }
}
