import type { AgentStatus, RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { LogFollower } from '../../log/log-follower.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { AgentRecord } from '../agent-record.js';
import { Agents } from '../agents.js';
import { inPages } from './in-pages.js';

/** Statuses of a workspace in which no agent can be online, and why. */
const emptiedBy: { readonly [Status in AgentStatus]?: string } = {
  removed: 'held_removed',
  paused: 'held_paused',
  awaiting_agent: 'held_absent',
};

/** After these an agent that counts as online may not be there. */
const emptying = new Set(['WorkspaceRemoved', 'WorkspaceRestored', 'WorkspacePaused', 'WorkspaceResumed']);

/**
 * Takes agents offline where none can be. Otherwise their next registration, or heartbeat, would be no
 * change: after a restoration or a resumption they would send heartbeats for ever and never be reachable. Nothing here
 * depends on seeing an event when it happens: all agents are looked at after every start.
 */
@Injectable()
export class ExitWatcher {
  private isDue = true;

  constructor(
    private readonly follower: LogFollower,
    private readonly graphs: OrgGraphs,
    private readonly agents: Agents,
    private readonly record: AgentRecord,
  ) {}

  /** Gives what ends it. */
  watch(): () => void {
    this.isDue = true;
    return this.follower.listen((events) => this.onRecorded(events));
  }

  /** Does nothing when nothing happened since the last time; what fails is done the next time. */
  async settle(): Promise<void> {
    if (!this.isDue) return;
    this.isDue = false;
    try {
      await inPages(this.agents.online(), (workspaceId) => this.look(workspaceId));
    } catch (error) {
      this.isDue = true;
      throw error;
    }
  }

  private onRecorded(events: readonly RecordedEvent[]): void {
    if (events.some(({ type }) => emptying.has(type))) this.isDue = true;
  }

  private async look(workspaceId: string): Promise<void> {
    const workspace = this.graphs.find(workspaceId);
    const code = workspace === undefined ? undefined : emptiedBy[workspace.status];
    if (workspace !== undefined && code !== undefined)
      await this.record.wentOffline(workspaceId, workspace.incarnation, { code });
  }
}
