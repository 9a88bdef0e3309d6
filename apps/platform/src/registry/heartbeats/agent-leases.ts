import type { JsonObject } from '@guildhall/contracts';
import type { BeatState, Heartbeats } from '@guildhall/leases';
import { Inject, Injectable } from '@nestjs/common';
import { PlatformConfig } from '../../config/platform.config.js';
import { InjectHeartbeats } from '../../stores/injection.js';

const shortestMs = 3_000;
const longestMs = 600_000;
/** An agent may miss two heartbeats. */
const heartbeatsPerLease = 3;

/** Telemetry of a heartbeat that the platform made for an agent that gave its address and sends none. */
export const sentByPlatform = { beat_by: 'platform' } as const;

/** Each agent holds a lease from one heartbeat to the next. */
@Injectable()
export class AgentLeases {
  constructor(
    @InjectHeartbeats() private readonly heartbeats: Heartbeats,
    @Inject(PlatformConfig) private readonly config: Pick<PlatformConfig, 'agentLeaseMs'>,
  ) {}

  get(workspaceId: string): Promise<BeatState | null> {
    return this.heartbeats.get(workspaceId);
  }

  /** Leases that have run out, at most `limit` of them. */
  expired(limit: number): Promise<BeatState[]> {
    return this.heartbeats.expired(limit);
  }

  forget(workspaceId: string): Promise<void> {
    return this.heartbeats.forget(workspaceId);
  }

  /** By a heartbeat; its telemetry may say how often there is one. */
  renew(workspaceId: string, incarnation: number, telemetry: JsonObject): Promise<void> {
    const metadata = telemetry['runtime_metadata'] as { heartbeat_interval_seconds?: unknown } | undefined;
    const interval = metadata?.heartbeat_interval_seconds;
    const asked = typeof interval === 'number' ? interval * 1_000 * heartbeatsPerLease : this.config.agentLeaseMs;
    const ttlMs = Math.min(longestMs, Math.max(shortestMs, asked));
    return this.heartbeats.beat({ key: workspaceId, incarnation, ttlMs, telemetry });
  }

  /** For `count` leases of the usual length, whatever the telemetry says. */
  renewAs(workspaceId: string, incarnation: number, telemetry: JsonObject, count = 1): Promise<void> {
    const ttlMs = this.config.agentLeaseMs * count;
    return this.heartbeats.beat({ key: workspaceId, incarnation, ttlMs, telemetry });
  }

  /** The same state again for a while. */
  extend({ key, incarnation, telemetry }: BeatState, ttlMs: number): Promise<void> {
    return this.heartbeats.beat({ key, incarnation, ttlMs, telemetry });
  }
}
