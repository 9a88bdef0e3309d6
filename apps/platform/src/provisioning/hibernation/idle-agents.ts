import type { Cause } from '@guildhall/contracts';
import { isReachable } from '@guildhall/org-graph';
import { Inject, Injectable } from '@nestjs/common';
import { PlatformConfig } from '../../config/platform.config.js';
import { OrgGraphs } from '../../graph/org-graphs.js';
import { Intents, type Intent } from '../intents.js';

/** Knows which agents have had nothing to do for the time after which they are put to sleep. */
@Injectable()
export class IdleAgents {
  /** When something last happened to a workspace, by this process's clock; what it has not seen counts from `begin`. */
  private readonly lastEvent = new Map<string, number>();
  private begunAt = 0;
  private readonly idleMs: number;

  /** A setting of 0: no agent is put to sleep. */
  constructor(
    private readonly intents: Intents,
    private readonly graphs: OrgGraphs,
    @Inject(PlatformConfig) { hibernateAfterMs }: Pick<PlatformConfig, 'hibernateAfterMs'>,
  ) {
    this.idleMs = hibernateAfterMs;
  }

  begin(): void {
    this.begunAt = performance.now();
  }

  active(workspaceId: string): void {
    this.lastEvent.set(workspaceId, performance.now());
  }

  all(): Intent[] {
    return this.idleMs === 0 ? [] : this.intents.all().filter((intent) => this.isIdle(intent));
  }

  get cause(): Cause {
    const minutes = Math.round(this.idleMs / 60_000);
    if (minutes > 0) return { code: 'idle_minutes', details: { minutes } };
    return { code: 'idle_seconds', details: { seconds: Math.round(this.idleMs / 1_000) } };
  }

  private isIdle({ workspaceId, phase }: Intent): boolean {
    const last = this.lastEvent.get(workspaceId) ?? this.begunAt;
    if (phase !== 'running' || performance.now() - last < this.idleMs) return false;
    const workspace = this.graphs.find(workspaceId);
    if (workspace === undefined || !isReachable(workspace.status)) return false;
    return workspace.task === null && workspace.queued === 0 && workspace.removed === null;
  }
}
