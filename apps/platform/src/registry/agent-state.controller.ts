import { GuildhallError, type AgentStateView } from '@guildhall/contracts';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf } from '../http/request-context.js';
import { Allow } from '../auth/allow.js';
import { Authenticator } from '../identity/authenticator.js';
import { sessionOf } from '../auth/session-cookie.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { AgentStateQuery, deleted } from './agent-state.query.js';

const Numeric = () => Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : Number(value)));

class PollQuery {
  /** `cursor` of the poll before; absent: from now on. */
  @IsOptional()
  @Numeric()
  @IsInt()
  @Min(0)
  after?: number;

  @Numeric()
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}

/** The endpoint of agents that poll. It checks the credential itself, to say that a workspace was removed. */
@Controller('workspaces')
export class AgentStateController {
  constructor(
    private readonly queries: QueryBus,
    private readonly authenticator: Authenticator,
    private readonly graphs: OrgGraphs,
  ) {}

  @Get(':id/state')
  @Allow('public')
  async state(
    @Param('id', IdPipe) id: string,
    @Query() query: PollQuery,
    @Req() request: FastifyRequest,
  ): Promise<AgentStateView> {
    const authorization = headerOf(request, 'authorization');
    try {
      request.principal = await this.authenticator.principal(authorization, sessionOf(headerOf(request, 'cookie')));
    } catch (error) {
      throw this.tellGone(id, authorization) ?? error;
    }
    if (!request.principal.permissions.includes('workspaces.read'))
      throw new GuildhallError('FORBIDDEN', { permission: 'workspaces.read' });
    return this.queries.execute(new AgentStateQuery(id, query.after ?? null, query.limit, request.principal));
  }

  /** Says so only to a caller that once had a token of that very workspace, and says only that it is gone. */
  private tellGone(id: string, authorization: string | undefined): GuildhallError | null {
    if (this.authenticator.formerWorkspace(authorization) !== id) return null;
    const workspace = this.graphs.find(id);
    return workspace === undefined || workspace.removed !== null ? deleted(id, workspace?.removed?.at ?? null) : null;
  }
}
