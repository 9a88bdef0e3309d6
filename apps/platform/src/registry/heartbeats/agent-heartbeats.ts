import type { HeartbeatBody, JsonObject } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import type { CommandMeta, Principal } from '../../commands/command-meta.js';
import { stepOf } from '../../http/request-context.js';
import { Agents, isOnline } from '../agents.js';
import { ReportRights } from '../report-rights.js';
import { conditionChange } from './agent-condition.js';
import { AgentLeases } from './agent-leases.js';
import { ConditionRecord } from './condition-record.js';
import { HeartbeatTelemetry } from './heartbeat-telemetry.js';

/** Takes heartbeats: telemetry, and an event only where one changes what is known of the agent. */
@Injectable()
export class AgentHeartbeats {
  constructor(
    private readonly record: ConditionRecord,
    private readonly rights: ReportRights,
    private readonly agents: Agents,
    private readonly leases: AgentLeases,
    private readonly telemetry: HeartbeatTelemetry,
  ) {}

  /** `meta` is asked for only when there is something to record. */
  async receive(body: HeartbeatBody, who: Principal, meta: () => CommandMeta): Promise<{ status: 'ok' }> {
    const workspaceId = body.workspace_id.toLowerCase();
    const incarnation = this.rights.incarnationOf(workspaceId, who);
    const { workspace_id: _id, ...telemetry } = body;
    await this.leases.renew(workspaceId, incarnation, telemetry as unknown as JsonObject);
    await this.concludeFrom(body, workspaceId, incarnation, meta);
    this.telemetry.received(who.org, workspaceId, body);
    return { status: 'ok' };
  }

  /** Most heartbeats change nothing, and none brings an agent back from a pause. */
  private async concludeFrom(
    body: HeartbeatBody,
    workspaceId: string,
    incarnation: number,
    meta: () => CommandMeta,
  ): Promise<void> {
    const agent = this.agents.get(workspaceId);
    if (agent === undefined || this.rights.isPaused(workspaceId)) return;
    const isDegraded = agent.status === 'degraded';
    if (!isOnline(agent)) await this.record.wentOnline(workspaceId, incarnation, meta());
    const change = conditionChange(isDegraded, body);
    if (change !== null) await this.record.changed(workspaceId, incarnation, change, stepOf(meta(), 'condition'));
  }
}
