import { registryRoutes, GuildhallError, type AgentStateView } from '@guildhall/contracts';
import { PollQuery } from '@guildhall/contracts/registry/queries';
import { Controller, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { Authenticator } from '../identity/index.js';
import { shownBy } from '../auth/admission/request-admission.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { AgentStateQuery, deleted } from './agent-state.query.js';

/** For agents that poll. It checks the credential itself, because the agent of a removed workspace still gets an answer. */
@Controller()
export class AgentStateController {
  constructor(
    private readonly queries: QueryBus,
    private readonly authenticator: Authenticator,
    private readonly graphs: OrgGraphs,
  ) {}

  @Route(registryRoutes.state)
  async state(
    @Param('id', IdPipe) id: string,
    @Query() query: PollQuery,
    @Req() request: FastifyRequest,
  ): Promise<AgentStateView> {
    const authorization = headerOf(request, 'authorization');
    try {
      request.principal = await this.authenticator.principal(shownBy(request));
    } catch (error) {
      throw this.goneRefusal(id, authorization) ?? error;
    }
    if (!request.principal.permissions.includes('workspaces.read'))
      throw new GuildhallError('FORBIDDEN', { permission: 'workspaces.read' });
    return this.queries.execute(new AgentStateQuery(id, query.after ?? null, query.limit, request.principal));
  }

  /** Says so only to a caller that once had a token of that very workspace, and says only that it is gone. */
  private goneRefusal(id: string, authorization: string | undefined): GuildhallError | null {
    if (this.authenticator.formerWorkspace(authorization) !== id) return null;
    const workspace = this.graphs.find(id);
    return workspace === undefined || workspace.removed !== null ? deleted(id, workspace?.removed?.at ?? null) : null;
  }
}
