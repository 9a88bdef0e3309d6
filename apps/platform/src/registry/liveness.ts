import { streams, type GraphWorkspace } from '@guildhall/contracts';
import type { AgentCommand } from '@guildhall/domain';
import type { BeatState, Heartbeats } from '@guildhall/leases';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { CommandRunner } from '../commands/command-runner.js';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { PlatformConfig } from '../config/platform.config.js';
import { OrgGraphs } from '../organisations/org-graphs.js';
import { Backends } from '../provisioning/backends.js';
import type { Reactor } from '../reactors/leased-reactors.js';
import { InjectHeartbeats, InjectLogger } from '../stores/injection.js';
import { AgentEndpoints } from './agent-endpoints.js';
import { agentSlice } from './agent.slice.js';
import { Agents } from './agents.js';
import { AddressPoll, BackendInspection, HeartbeatLease, type LivenessChecker } from './liveness-checker.js';
import { NetworkGuard } from './network-guard.js';

const sweepEveryMs = 250;
/** So many are looked at together; a whole installation that falls silent is done page by page without a pause. */
const pageSize = 500;

/** In leases: an address that did not answer is asked again after so many. */
const pauseBetweenPolls = 4;

/** Telemetry of a beat that the platform made for an agent that told its address and does not beat. */
export const beatByPlatform = { beat_by: 'platform' } as const;

/** Turns the silence of an agent into a fact: one event when its lease has run out, none while it beats. */
@Injectable()
export class Liveness implements Reactor {
  readonly name = 'liveness';
  private sweeping: NodeJS.Timeout | null = null;
  private busy = false;
  private readonly lease = new HeartbeatLease();
  private readonly inspection: LivenessChecker;
  private readonly poll: LivenessChecker;

  constructor(
    @InjectHeartbeats() private readonly heartbeats: Heartbeats,
    private readonly agents: Agents,
    endpoints: AgentEndpoints,
    guard: NetworkGuard,
    backends: Backends,
    private readonly graphs: OrgGraphs,
    private readonly runner: CommandRunner,
    private readonly config: PlatformConfig,
    @InjectLogger() private readonly log: Logger,
  ) {
    this.inspection = new BackendInspection(({ backend }) => backends.named(backend));
    this.poll = new AddressPoll(agents, endpoints, guard);
  }

  /** An agent that was online and of which there is no beat gets one full lease to show up again. */
  async start(): Promise<void> {
    for (const key of this.agents.online()) {
      if ((await this.heartbeats.get(key)) !== null) continue;
      const incarnation = this.agents.get(key)?.incarnation ?? 0;
      await this.heartbeats.beat({ key, incarnation, ttlMs: this.config.agentLeaseMs, telemetry: {} });
    }
    this.sweeping = setInterval(() => void this.sweep(), sweepEveryMs);
  }

  stop(): void {
    if (this.sweeping !== null) clearInterval(this.sweeping);
  }

  /** Records that an agent is gone; nothing happens when it is offline already or was replaced. */
  wentOffline(workspaceId: string, incarnation: number, cause: string): Promise<void> {
    return this.record({ type: 'wentOffline', workspaceId, incarnation, cause });
  }

  private async record(command: AgentCommand): Promise<void> {
    const { workspaceId } = command;
    const org = this.graphs.organisationOf(workspaceId);
    if (org === undefined || this.agents.get(workspaceId) === undefined) return;
    const correlationId = newId();
    const meta = systemMeta('liveness', { org, key: [workspaceId, correlationId], correlationId });
    await this.runner.runAndFold(agentSlice, streams.agent(workspaceId), command, meta);
  }

  private async sweep(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let page = pageSize; page === pageSize;) {
        const silent = await this.heartbeats.expired(pageSize);
        await Promise.all(silent.map((state) => this.judge(state)));
        page = silent.length;
      }
    } catch (error) {
      this.log.error({ err: error }, 'the sweep for silent agents failed; it goes on');
    } finally {
      this.busy = false;
    }
  }

  private async judge(silent: BeatState): Promise<void> {
    const { key, incarnation } = silent;
    const workspace = this.graphs.find(key);
    if (workspace === undefined || workspace.removed !== null) return this.heartbeats.forget(key);
    const checker = this.checkerFor(silent, workspace);
    const { isAlive, cause } = await checker.verdict(silent, workspace);
    const isOnline = this.agents.get(key)?.online === true;
    if (isOnline && !isAlive) await this.wentOffline(key, incarnation, cause);
    if (!isOnline && isAlive && workspace.status !== 'paused')
      await this.record({ type: 'wentOnline', workspaceId: key, incarnation, cause });
    if (checker !== this.poll) return this.heartbeats.forget(key);
    const ttlMs = this.config.agentLeaseMs * (isAlive ? 1 : pauseBetweenPolls);
    await this.heartbeats.beat({ key, incarnation, ttlMs, telemetry: beatByPlatform });
  }

  private checkerFor({ telemetry }: BeatState, { runtime, backend }: GraphWorkspace): LivenessChecker {
    if (runtime !== 'external') return backend === null ? this.lease : this.inspection;
    return telemetry['beat_by'] === beatByPlatform.beat_by ? this.poll : this.lease;
  }
}
