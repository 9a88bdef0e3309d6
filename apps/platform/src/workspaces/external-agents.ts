import type { ConnectionView, CreateWorkspaceBody } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { stepOf } from '../http/request-context.js';
import { PlatformAddress } from '../http/server/platform-address.js';
import { TokenIssuer } from '../identity/index.js';
import { AgentAddresses, AgentRegistration } from '../registry/index.js';
import { connectionOf } from './connection.js';

export interface ExternalAgent {
  external: true;
  status: 'online' | 'awaiting_agent';
  connection?: ConnectionView;
}

/** Agents that their owners run. */
@Injectable()
export class ExternalAgents {
  constructor(
    private readonly addresses: AgentAddresses,
    private readonly registration: AgentRegistration,
    private readonly issuer: TokenIssuer,
    private readonly address: PlatformAddress,
  ) {}

  /** Throws AGENT_URL_FORBIDDEN for an address that no agent may have here. */
  requireAllowed(url: string): Promise<void> {
    return this.addresses.require(url);
  }

  /** Registers the agent at once when its address is known; otherwise the answer tells its owner how to connect it. */
  async connect(
    workspaceId: string,
    body: CreateWorkspaceBody,
    who: Principal,
    meta: CommandMeta,
  ): Promise<ExternalAgent> {
    if (body.url !== undefined) {
      const registration = { id: workspaceId, url: body.url, agent_card: { name: body.name } };
      await this.registration.announce(registration, who, stepOf(meta, 'register'), true);
      return { external: true, status: 'online' };
    }
    const request = { workspaceId, name: 'connect', incarnation: null };
    const { token } = await this.issuer.issue(request, stepOf(meta, 'token'));
    const connection = connectionOf(workspaceId, token, this.address.url);
    return { external: true, status: 'awaiting_agent', connection };
  }
}
