import type { HeartbeatBody } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { LiveHub } from '../../live/live-hub.js';
import { Metrics } from '../../metrics/metrics.js';

/** Shows what heartbeats say of the work of an agent, to people who are watching and in the metrics. */
@Injectable()
export class HeartbeatTelemetry {
  constructor(
    private readonly hub: LiveHub,
    private readonly metrics: Metrics,
  ) {}

  received(org: string, workspaceId: string, { current_task, active_tasks }: HeartbeatBody): void {
    this.metrics.heartbeats.inc();
    if (current_task === undefined && active_tasks === undefined) return;
    const fields = { current_task: current_task ?? null, active_tasks: active_tasks ?? null };
    this.hub.telemetry(org, workspaceId, 'heartbeat', fields);
  }
}
