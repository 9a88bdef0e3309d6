import {
  registryRoutes,
  GuildhallError,
  type PeerView,
  type Registered,
  type DiscoveredAgent,
} from '@guildhall/contracts';
import {
  CheckAccessBody,
  HeartbeatBody,
  RegisterAgentBody,
  UpdateCardBody,
} from '@guildhall/contracts/registry/bodies';
import { PeersQuery } from '@guildhall/contracts/registry/queries';
import { Body, Controller, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf, Meta, metaOf, Who } from '../http/request-context.js';
import { Route } from '../http/route.js';
import { AgentHeartbeats } from './heartbeats/agent-heartbeats.js';
import { AgentRegistration } from './agent-registration.js';
import { AgentUrls, type AgentUrlOf } from './network/agent-urls.js';
import { Peers } from './peers.js';

@Controller()
export class RegistryController {
  constructor(
    private readonly registration: AgentRegistration,
    private readonly heartbeats: AgentHeartbeats,
    private readonly peers: Peers,
    private readonly urls: AgentUrls,
  ) {}

  @Route(registryRoutes.register)
  register(@Body() body: RegisterAgentBody, @Who() who: Principal, @Meta() meta: CommandMeta): Promise<Registered> {
    return this.registration.register(body, who, meta);
  }

  @Route(registryRoutes.heartbeat)
  heartbeat(
    @Body() body: HeartbeatBody,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
  ): Promise<{ status: 'ok' }> {
    return this.heartbeats.receive(body, who, () => metaOf(request));
  }

  @Route(registryRoutes.updateCard)
  updateCard(
    @Body() body: UpdateCardBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<{ status: 'updated' }> {
    return this.registration.updateCard(body, who, meta);
  }

  @Route(registryRoutes.discover)
  discover(@Param('id', IdPipe) id: string, @Who() who: Principal, @Req() request: FastifyRequest): DiscoveredAgent {
    return this.peers.discover(id, who, callerOf(request, who), this.urlsFor(request, who));
  }

  @Route(registryRoutes.peers)
  list(
    @Param('id', IdPipe) id: string,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Query() { q }: PeersQuery,
  ): PeerView[] {
    return this.peers.list(id, who, this.urlsFor(request, who), q);
  }

  @Route(registryRoutes.checkAccess)
  checkAccess(@Body() body: CheckAccessBody, @Who() who: Principal): { allowed: boolean } {
    const [caller, target] = [body.caller_id.toLowerCase(), body.target_id.toLowerCase()];
    // Who may talk to whom elsewhere in the organisation is nothing for agents.
    const isForeign = who.kind === 'workspace' && who.workspaceId !== caller && who.workspaceId !== target;
    if (isForeign) throw new GuildhallError('FOREIGN_WORKSPACE');
    return { allowed: this.peers.mayTalk(caller, target, who) };
  }

  private urlsFor(request: FastifyRequest, who: Principal): AgentUrlOf {
    return this.urls.for(who, headerOf(request, 'host'));
  }
}

/** The workspace that calls: a token's own, or the one an operator names in X-Workspace-ID. */
const callerOf = (request: FastifyRequest, who: Principal): string | null => {
  const named = headerOf(request, 'x-workspace-id')?.toLowerCase();
  if (who.kind !== 'workspace') return named ?? null;
  if (named !== undefined && named !== who.workspaceId) throw new GuildhallError('FOREIGN_WORKSPACE');
  return who.workspaceId;
};
