import {
  GuildhallError,
  streams,
  type HeartbeatBody,
  type JsonObject,
  type RegisterAgentBody,
  type UpdateCardBody,
} from '@guildhall/contracts';
import { normaliseCard } from '@guildhall/domain';
import type { Heartbeats } from '@guildhall/leases';
import { Injectable } from '@nestjs/common';
import { CommandRunner } from '../commands/command-runner.js';
import { stepOf } from '../http/request-context.js';
import type { CommandMeta, Principal } from '../commands/command-meta.js';
import { PlatformConfig } from '../config/platform.config.js';
import { WorkspaceTokens } from '../identity/workspace-tokens.js';
import { LiveHub } from '../live/live-hub.js';
import { Metrics } from '../metrics/metrics.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { conditionChange } from './agent-condition.js';
import { AgentEndpoints } from './network/agent-endpoints.js';
import { agentStream } from './agent.stream.js';
import { Agents } from './agents.js';
import { beatByPlatform } from './liveness/liveness-checkers.js';
import { NetworkGuard } from './network/network-guard.js';
import { StartedAgents } from './network/started-agents.js';
import { InjectHeartbeats } from '../stores/injection.js';

const shortestLeaseMs = 3_000;
const longestLeaseMs = 600_000;
/** An agent may miss two beats. */
const beatsPerLease = 3;

/** What agents say about themselves. Only the workspace's own token, or an operator, may speak for it. */
@Injectable()
export class AgentReports {
  constructor(
    private readonly runner: CommandRunner,
    private readonly guard: NetworkGuard,
    @InjectHeartbeats() private readonly heartbeats: Heartbeats,
    private readonly agents: Agents,
    private readonly endpoints: AgentEndpoints,
    private readonly graphs: OrgGraphs,
    private readonly tokens: WorkspaceTokens,
    private readonly hub: LiveHub,
    private readonly metrics: Metrics,
    private readonly config: PlatformConfig,
    private readonly started: StartedAgents,
  ) {}

  /** Throws AGENT_URL_FORBIDDEN for an address that no agent may have here. */
  async requireAllowed(url: string): Promise<void> {
    await this.guard.check(url);
  }

  /** By the workspace itself, or by an operator, who gets a token for it in return. */
  async register(
    body: RegisterAgentBody,
    who: Principal,
    meta: CommandMeta,
  ): Promise<{ status: 'registered'; auth_token?: string }> {
    const workspaceId = body.id.toLowerCase();
    // Before anything is recorded: half a registration would look like none.
    if (who.kind !== 'workspace') this.tokens.requireRoom(workspaceId);
    await this.announce(body, who, meta);
    if (who.kind === 'workspace') return { status: 'registered' };
    const name = 'registered by an operator';
    const { auth_token } = await this.tokens.issue(workspaceId, name, who, stepOf(meta, 'token'));
    return { status: 'registered', auth_token };
  }

  /** Says where an agent is; its lease begins now. */
  async announce(body: RegisterAgentBody, who: Principal, meta: CommandMeta): Promise<void> {
    const workspaceId = body.id.toLowerCase();
    const incarnation = this.incarnationOf(workspaceId, who);
    if (this.graphs.find(workspaceId)?.status === 'paused')
      throw new GuildhallError('WORKSPACE_PAUSED', { id: workspaceId });
    const given = await this.started.addressOf(workspaceId);
    const { url } = await this.guard.check(reachableAddress(body.url, given), () => Promise.resolve(given));
    const address = await this.endpoints.seal(workspaceId, url);
    const card = normaliseCard(body.agent_card);
    const byOperator = who.kind !== 'workspace';
    const command = { type: 'register', workspaceId, incarnation, ...address, card, byOperator } as const;
    await this.runner.runAndFold(agentStream, streams.agent(workspaceId), command, meta);
    await this.beat(workspaceId, incarnation, byOperator ? beatByPlatform : {});
  }

  async heartbeat(body: HeartbeatBody, who: Principal, meta: () => CommandMeta): Promise<{ status: 'ok' }> {
    const workspaceId = body.workspace_id.toLowerCase();
    const incarnation = this.incarnationOf(workspaceId, who);
    const { workspace_id: _id, ...telemetry } = body;
    await this.beat(workspaceId, incarnation, telemetry as unknown as JsonObject);
    this.metrics.heartbeats.inc();
    await this.concludeFrom(body, workspaceId, incarnation, meta);
    if (telemetry.current_task !== undefined || telemetry.active_tasks !== undefined) {
      const { current_task = null, active_tasks = null } = telemetry;
      this.hub.telemetry(who.org, workspaceId, 'heartbeat', { current_task, active_tasks });
    }
    return { status: 'ok' };
  }

  /** Most beats change nothing. Nobody comes online out of a pause by beating. */
  private async concludeFrom(
    body: HeartbeatBody,
    workspaceId: string,
    incarnation: number,
    meta: () => CommandMeta,
  ): Promise<void> {
    const agent = this.agents.get(workspaceId);
    if (agent === undefined || this.graphs.find(workspaceId)?.status === 'paused') return;
    if (!agent.online) {
      const command = { type: 'wentOnline', workspaceId, incarnation, cause: 'heartbeat' } as const;
      await this.runner.runAndFold(agentStream, streams.agent(workspaceId), command, meta());
    }
    const change = conditionChange(agent.degraded, body);
    if (change === null) return;
    const command = { ...change, workspaceId, incarnation };
    await this.runner.runAndFold(agentStream, streams.agent(workspaceId), command, stepOf(meta(), 'condition'));
  }

  async updateCard(body: UpdateCardBody, who: Principal, meta: CommandMeta): Promise<{ status: 'updated' }> {
    const workspaceId = body.workspace_id.toLowerCase();
    this.incarnationOf(workspaceId, who);
    const command = { type: 'updateCard', workspaceId, card: normaliseCard(body.agent_card) } as const;
    await this.runner.runAndFold(agentStream, streams.agent(workspaceId), command, meta);
    return { status: 'updated' };
  }

  /** Lets a workspace speak for itself only, and only its newest start; gives the incarnation it speaks for. */
  private incarnationOf(workspaceId: string, who: Principal): number {
    if (who.kind === 'workspace' && who.workspaceId !== workspaceId) throw new GuildhallError('FOREIGN_WORKSPACE');
    const workspace = this.graphs.workspace(who.org, workspaceId);
    if (workspace === undefined) throw new GuildhallError('WORKSPACE_NOT_FOUND', { id: workspaceId });
    if (workspace.removed !== null) throw new GuildhallError('WORKSPACE_REMOVED', { id: workspaceId });
    if (who.incarnation !== null && who.incarnation < workspace.incarnation)
      throw new GuildhallError('STALE_INCARNATION');
    return who.incarnation ?? workspace.incarnation;
  }

  private async beat(key: string, incarnation: number, telemetry: JsonObject): Promise<void> {
    const metadata = telemetry['runtime_metadata'] as { heartbeat_interval_seconds?: unknown } | undefined;
    const interval = metadata?.heartbeat_interval_seconds;
    const said = typeof interval === 'number' ? interval * 1_000 * beatsPerLease : this.config.agentLeaseMs;
    const ttlMs = Math.min(longestLeaseMs, Math.max(shortestLeaseMs, said));
    await this.heartbeats.beat({ key, incarnation, ttlMs, telemetry });
  }
}

/** Inside of a container an agent does not know under which address the engine publishes it. */
const reachableAddress = (said: string, base: string | null): string => {
  if (base === null || !URL.canParse(said)) return said;
  const { pathname, search } = new URL(said);
  return new URL(`${pathname}${search}`, base).href;
};
