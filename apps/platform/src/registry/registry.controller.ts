import {
  CheckAccessBody,
  GuildhallError,
  HeartbeatBody,
  RegisterAgentBody,
  UpdateCardBody,
  type PeerView,
} from '@guildhall/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { IdPipe } from '../http/id.pipe.js';
import { headerOf, Meta, metaOf, Who } from '../http/request-context.js';
import { Allow } from '../auth/allow.js';
import { AgentHeartbeats } from './heartbeats/agent-heartbeats.js';
import { AgentRegistration } from './agent-registration.js';
import { AgentUrls, type AgentUrlOf } from './network/agent-urls.js';
import { Peers, type DiscoveredAgent } from './peers.js';

@Controller('registry')
export class RegistryController {
  constructor(
    private readonly registration: AgentRegistration,
    private readonly heartbeats: AgentHeartbeats,
    private readonly peers: Peers,
    private readonly urls: AgentUrls,
  ) {}

  @Post('register')
  @HttpCode(200)
  @Allow('registry.report')
  register(
    @Body() body: RegisterAgentBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<{ status: string }> {
    return this.registration.register(body, who, meta);
  }

  @Post('heartbeat')
  @HttpCode(200)
  @Allow('registry.report')
  heartbeat(
    @Body() body: HeartbeatBody,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
  ): Promise<{ status: string }> {
    return this.heartbeats.receive(body, who, () => metaOf(request));
  }

  @Post('update-card')
  @HttpCode(200)
  @Allow('registry.report')
  updateCard(
    @Body() body: UpdateCardBody,
    @Who() who: Principal,
    @Meta() meta: CommandMeta,
  ): Promise<{ status: string }> {
    return this.registration.updateCard(body, who, meta);
  }

  @Get('discover/:id')
  @Allow('registry.discover')
  discover(@Param('id', IdPipe) id: string, @Who() who: Principal, @Req() request: FastifyRequest): DiscoveredAgent {
    return this.peers.discover(id, who, callerOf(request, who), this.urlsFor(request, who));
  }

  @Get(':id/peers')
  @Allow('registry.discover')
  list(
    @Param('id', IdPipe) id: string,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Query('q') q?: string,
  ): PeerView[] {
    return this.peers.list(id, who, this.urlsFor(request, who), q);
  }

  @Post('check-access')
  @HttpCode(200)
  @Allow('registry.discover')
  checkAccess(@Body() body: CheckAccessBody, @Who() who: Principal): { allowed: boolean } {
    return { allowed: this.peers.mayTalk(body.caller_id.toLowerCase(), body.target_id.toLowerCase(), who) };
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
