import type { GraphWorkspace } from '@guildhall/contracts';
import type { BeatState } from '@guildhall/leases';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { AgentRecord } from '../agent-record.js';
import { Agents, isOnline } from '../agents.js';
import { AgentLeases, sentByPlatform } from '../heartbeats/agent-leases.js';
import { isPolled, LivenessCheckers } from './liveness-checkers.js';

/** An engine that does not answer is not asked more often about one agent. */
const pauseBetweenLooksMs = 3_000;

/** In leases: an address that did not answer is asked again after as many. */
const pauseBetweenPolls = 4;

/** Finds out what an agent's silence means when its lease has run out, and records what changed. */
@Injectable()
export class SilentAgents {
  constructor(
    private readonly graphs: OrgGraphs,
    private readonly agents: Agents,
    private readonly leases: AgentLeases,
    private readonly checkers: LivenessCheckers,
    private readonly record: AgentRecord,
  ) {}

  async judge(silent: BeatState): Promise<void> {
    const { key, incarnation } = silent;
    const workspace = this.graphs.find(key);
    if (workspace === undefined) return this.leases.forget(key);
    if (workspace.removed !== null) return this.leave(silent, workspace);
    const { isAlive, cause } = await this.checkers.of(silent, workspace).verdict(silent, workspace);
    if (isAlive === null) return this.leases.extend(silent, pauseBetweenLooksMs);
    const agent = this.agents.get(key);
    const wasOnline = agent !== undefined && isOnline(agent);
    if (wasOnline && !isAlive) await this.record.wentOffline(key, incarnation, cause);
    if (!wasOnline && isAlive && workspace.status !== 'paused') await this.record.wentOnline(key, incarnation, cause);
    if (!isPolled(silent, workspace)) return this.leases.forget(key);
    await this.askAgain(silent, isAlive ? 1 : pauseBetweenPolls);
  }

  /** No agent is asked while its workspace is removed; one that sends no heartbeats is asked again once it is restored. */
  private async leave(silent: BeatState, workspace: GraphWorkspace): Promise<void> {
    if (!isPolled(silent, workspace)) return this.leases.forget(silent.key);
    await this.askAgain(silent, 1);
  }

  private askAgain({ key, incarnation }: BeatState, leases: number): Promise<void> {
    return this.leases.renewAs(key, incarnation, sentByPlatform, leases);
  }
}
