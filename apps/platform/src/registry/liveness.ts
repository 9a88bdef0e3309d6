import { streams } from '@guildhall/contracts';
import type { Heartbeats } from '@guildhall/leases';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { CommandRunner } from '../commands/command-runner.js';
import { newId } from '../commands/ids.js';
import { systemMeta } from '../commands/system-meta.js';
import { PlatformConfig } from '../config/platform.config.js';
import { OrgGraphs } from '../organisations/org-graphs.js';
import type { Reactor } from '../reactors/leased-reactors.js';
import { agentSlice } from './agent.slice.js';
import { Agents } from './agents.js';
import { InjectHeartbeats, InjectLogger } from '../stores/injection.js';

const sweepEveryMs = 500;
const sweepLimit = 500;

/** Turns the silence of an agent into a fact: one event when its lease has run out, none while it beats. */
@Injectable()
export class Liveness implements Reactor {
  readonly name = 'liveness';
  private sweeping: NodeJS.Timeout | null = null;
  private busy = false;

  constructor(
    @InjectHeartbeats() private readonly heartbeats: Heartbeats,
    private readonly agents: Agents,
    private readonly graphs: OrgGraphs,
    private readonly runner: CommandRunner,
    private readonly config: PlatformConfig,
    @InjectLogger() private readonly log: Logger,
  ) {}

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
  async wentOffline(workspaceId: string, incarnation: number, cause: string): Promise<void> {
    const org = this.graphs.organisationOf(workspaceId);
    if (org === undefined || this.agents.get(workspaceId) === undefined) return;
    const correlationId = newId();
    const meta = systemMeta('liveness', { org, key: [workspaceId, correlationId], correlationId });
    await this.runner.runAndFold(
      agentSlice,
      streams.agent(workspaceId),
      { type: 'wentOffline', workspaceId, incarnation, cause },
      meta,
    );
  }

  private async sweep(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (const { key, incarnation, ageMs } of await this.heartbeats.expired(sweepLimit)) {
        await this.wentOffline(key, incarnation, `no heartbeat for ${Math.round(ageMs / 1_000)} s`);
        await this.heartbeats.forget(key);
      }
    } catch (error) {
      this.log.error({ err: error }, 'the sweep for silent agents failed; it goes on');
    } finally {
      this.busy = false;
    }
  }
}
