import { restartOf } from './restart-options.js';
import {
  provisioningRoutes,
  type ConsoleView,
  type HibernatedAgent,
  type PausedTeam,
  type RestartedAgent,
  type ResumedTeam,
  type StoppedAll,
} from '@guildhall/contracts';
import { RestartBody } from '@guildhall/contracts/provisioning/bodies';
import { ConsoleRange, HibernateQuery, RestartQuery } from '@guildhall/contracts/provisioning/queries';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { Meta, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { ConsoleQuery } from './console.query.js';
import { HibernateAgent } from './commands/hibernate-agent.command.js';
import { PauseTeam } from './commands/pause-team.command.js';
import { RestartAgent } from './commands/restart-agent.command.js';
import { ResumeTeam } from './commands/resume-team.command.js';
import { StopAll } from './commands/stop-all.command.js';

/** Life of the agents. A lead may do to those below it what it was granted. */
@Controller()
export class ProvisioningController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Route(provisioningRoutes.stopAll)
  stopAll(@Who() who: Principal, @Meta() meta: CommandMeta): Promise<StoppedAll> {
    return this.commands.execute(new StopAll(who, meta));
  }

  @Route(provisioningRoutes.restart)
  restart(
    @Param('id', IdPipe) id: string,
    @Query() query: RestartQuery,
    @Body() body: RestartBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<RestartedAgent> {
    return this.commands.execute(new RestartAgent(id, restartOf(query, body), who, meta));
  }

  @Route(provisioningRoutes.pause)
  pause(@Param('id', IdPipe) id: string, @Who() who: Principal, @Meta() meta: CommandMeta): Promise<PausedTeam> {
    return this.commands.execute(new PauseTeam(id, who, meta));
  }

  @Route(provisioningRoutes.resume)
  resume(@Param('id', IdPipe) id: string, @Who() who: Principal, @Meta() meta: CommandMeta): Promise<ResumedTeam> {
    return this.commands.execute(new ResumeTeam(id, who, meta));
  }

  @Route(provisioningRoutes.hibernate)
  hibernate(
    @Param('id', IdPipe) id: string,
    @Query() query: HibernateQuery,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<HibernatedAgent> {
    return this.commands.execute(new HibernateAgent(id, query.force, who, meta));
  }

  @Route(provisioningRoutes.console)
  console(@Param('id', IdPipe) id: string, @Query() range: ConsoleRange, @Who() who: Principal): Promise<ConsoleView> {
    return this.queries.execute(new ConsoleQuery(id, range.after, range.limit, who));
  }
}
