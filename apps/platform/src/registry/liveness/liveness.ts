import type { GraphWorkspace } from '@guildhall/contracts';
import type { BeatState, Heartbeats } from '@guildhall/leases';
import { externalRuntime } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { PlatformConfig } from '../../config/platform.config.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import type { Reactor } from '../../reactors/leased-reactors.js';
import { InjectHeartbeats, InjectLogger } from '../../stores/injection.js';
import { AgentRecord } from '../agent-record.js';
import { Agents } from '../agents.js';
import { ExitWatcher } from './exit-watcher.js';
import { inPages, pageSize } from './in-pages.js';
import { beatByPlatform, isPolled, LivenessCheckers } from './liveness-checkers.js';

const sweepEveryMs = 250;

/** An engine that does not answer is not asked more often about one agent. */
const pauseBetweenLooksMs = 3_000;

/** In leases: an address that did not answer is asked again after so many. */
const pauseBetweenPolls = 4;

/** Turns the silence of an agent into a fact: one event when its lease has run out, none while it beats. */
@Injectable()
export class Liveness implements Reactor {
  readonly name = 'liveness';
  private sweeping: NodeJS.Timeout | null = null;
  private stopWatching: (() => void) | null = null;
  private busy = false;

  constructor(
    @InjectHeartbeats() private readonly heartbeats: Heartbeats,
    private readonly agents: Agents,
    private readonly checkers: LivenessCheckers,
    private readonly graphs: OrgGraphs,
    private readonly record: AgentRecord,
    private readonly departures: ExitWatcher,
    private readonly config: PlatformConfig,
    @InjectLogger() private readonly log: Logger,
  ) {}

  /**
   * An agent that was online and of which there is no beat gets one full lease to show up again. One that is asked at
   * its address is asked again, also when it was offline: it would not say by itself that it is back.
   */
  async start(): Promise<void> {
    this.stopWatching = this.departures.watch();
    const expected = new Set([...this.agents.online(), ...this.agents.registeredByOperators()]);
    await inPages([...expected], (key) => this.expect(key));
    this.sweeping = setInterval(() => void this.sweep(), sweepEveryMs);
  }

  stop(): void {
    if (this.sweeping !== null) clearInterval(this.sweeping);
    this.stopWatching?.();
  }

  /** Records that an agent is gone; nothing happens when it is offline already or was replaced. */
  wentOffline(workspaceId: string, incarnation: number, cause: string): Promise<void> {
    return this.record.wentOffline(workspaceId, incarnation, cause);
  }

  private async expect(key: string): Promise<void> {
    const agent = this.agents.get(key);
    const workspace = this.graphs.find(key);
    if (agent === undefined || workspace === undefined) return;
    const isAsked = agent.byOperator && workspace.runtime === externalRuntime;
    if (!agent.online && !isAsked) return;
    if ((await this.heartbeats.get(key)) !== null) return;
    const telemetry = isAsked ? beatByPlatform : {};
    await this.heartbeats.beat({
      key,
      incarnation: agent.incarnation,
      ttlMs: this.config.agentLeaseMs,
      telemetry,
    });
  }

  private async sweep(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.departures.settle();
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
    if (workspace === undefined) return this.heartbeats.forget(key);
    if (workspace.removed !== null) return this.leave(silent, workspace);
    const { isAlive, cause } = await this.checkers.of(silent, workspace).verdict(silent, workspace);
    if (isAlive === null) return this.lookAgain(silent);
    const isOnline = this.agents.get(key)?.online === true;
    if (isOnline && !isAlive) await this.wentOffline(key, incarnation, cause);
    if (!isOnline && isAlive && workspace.status !== 'paused') await this.record.wentOnline(key, incarnation, cause);
    if (!isPolled(silent, workspace)) return this.heartbeats.forget(key);
    await this.askAgain(silent, isAlive ? 1 : pauseBetweenPolls);
  }

  /** Nobody is asked while the workspace is removed; who does not beat is asked again once it is restored. */
  private async leave(silent: BeatState, workspace: GraphWorkspace): Promise<void> {
    if (!isPolled(silent, workspace)) return this.heartbeats.forget(silent.key);
    await this.askAgain(silent, 1);
  }

  private lookAgain({ key, incarnation, telemetry }: BeatState): Promise<void> {
    return this.heartbeats.beat({ key, incarnation, ttlMs: pauseBetweenLooksMs, telemetry });
  }

  private askAgain({ key, incarnation }: BeatState, leases: number): Promise<void> {
    const ttlMs = this.config.agentLeaseMs * leases;
    return this.heartbeats.beat({ key, incarnation, ttlMs, telemetry: beatByPlatform });
  }
}
