import { GuildhallError, type Registered, type RegisterAgentBody, type UpdateCardBody } from '@guildhall/contracts';
import { normaliseCard } from '@guildhall/domain';
import { Injectable } from '@nestjs/common';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { CommandRunner } from '../commands/command-runner.js';
import { stepOf } from '../http/request-context.js';
import { WorkspaceTokens } from '../identity/index.js';
import { agentStream } from './agent.stream.js';
import { AgentLeases, sentByPlatform } from './heartbeats/agent-leases.js';
import { AgentAddresses } from './network/agent-addresses.js';
import { ReportRights } from './report-rights.js';

/** Takes what agents report of themselves: where they are and what they can do. */
@Injectable()
export class AgentRegistration {
  constructor(
    private readonly runner: CommandRunner,
    private readonly rights: ReportRights,
    private readonly addresses: AgentAddresses,
    private readonly leases: AgentLeases,
    private readonly tokens: WorkspaceTokens,
  ) {}

  /** By the workspace itself, or by an operator, who gets a token for it in return when it has none yet. */
  async register(body: RegisterAgentBody, who: Principal, meta: CommandMeta): Promise<Registered> {
    const workspaceId = body.id.toLowerCase();
    await this.announce(body, who, meta);
    if (who.kind === 'workspace' || this.tokens.hasAny(workspaceId)) return { status: 'registered' };
    const name = 'registered by an operator';
    const { auth_token } = await this.tokens.issue(workspaceId, name, who, stepOf(meta, 'token'));
    return { status: 'registered', auth_token };
  }

  /** Records where an agent is; its lease begins now. `fresh`: its workspace was made a moment ago. */
  async announce(body: RegisterAgentBody, who: Principal, meta: CommandMeta, fresh = false): Promise<void> {
    const workspaceId = body.id.toLowerCase();
    const incarnation = this.rights.incarnationOf(workspaceId, who);
    if (this.rights.isPaused(workspaceId)) throw new GuildhallError('WORKSPACE_PAUSED', { id: workspaceId });
    const address = await this.addresses.accepted(workspaceId, body.url);
    const card = normaliseCard(body.agent_card);
    const byOperator = who.kind !== 'workspace';
    const command = { type: 'register', workspaceId, incarnation, ...address, card, byOperator } as const;
    await this.runner.runAndFold(agentStream, workspaceId, command, meta, { fresh });
    await this.leases.renew(workspaceId, incarnation, byOperator ? sentByPlatform : {});
  }

  async updateCard(body: UpdateCardBody, who: Principal, meta: CommandMeta): Promise<{ status: 'updated' }> {
    const workspaceId = body.workspace_id.toLowerCase();
    this.rights.incarnationOf(workspaceId, who);
    const command = { type: 'updateCard', workspaceId, card: normaliseCard(body.agent_card) } as const;
    await this.runner.runAndFold(agentStream, workspaceId, command, meta);
    return { status: 'updated' };
  }
}
