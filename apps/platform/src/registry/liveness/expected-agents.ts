import { externalRuntime } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { Agents, isOnline } from '../agents.js';
import { AgentLeases, sentByPlatform } from '../heartbeats/agent-leases.js';
import { inPages } from './in-pages.js';

/** Begins the leases of agents that should show up after a start of the platform. */
@Injectable()
export class ExpectedAgents {
  constructor(
    private readonly agents: Agents,
    private readonly graphs: OrgGraphs,
    private readonly leases: AgentLeases,
  ) {}

  /**
   * An agent that was online and has no heartbeat yet gets one full lease to show up again. One that is asked at its
   * address is asked again even when it was offline: it would not report by itself that it is back.
   */
  async begin(): Promise<void> {
    const expected = new Set([...this.agents.online(), ...this.agents.registeredByOperators()]);
    await inPages([...expected], (workspaceId) => this.expect(workspaceId));
  }

  private async expect(workspaceId: string): Promise<void> {
    const agent = this.agents.get(workspaceId);
    const workspace = this.graphs.find(workspaceId);
    if (agent === undefined || workspace === undefined) return;
    const isAsked = agent.byOperator && workspace.runtime === externalRuntime;
    if (!isOnline(agent) && !isAsked) return;
    if ((await this.leases.get(workspaceId)) !== null) return;
    await this.leases.renewAs(workspaceId, agent.incarnation, isAsked ? sentByPlatform : {});
  }
}
