import { instantOf, type JsonObject, type ReportedWorkView } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { clock } from '../../clock/clock.js';
import { AgentLeases, sentByPlatform } from './agent-leases.js';

/** Whoever looks again so soon, in milliseconds, gets what was found: heartbeats come every half minute. */
const freshMs = 1_000;
const keptAgents = 1_000;

interface Found {
  untilMs: number;
  work: Promise<ReportedWorkView | null>;
}

/** What agents say of their work in their heartbeats: the last word of each, which is no event. */
@Injectable()
export class ReportedWork {
  private readonly found = new Map<string, Found>();

  constructor(private readonly leases: AgentLeases) {}

  /** Null: it has sent no heartbeat, or none in this run of the stores. */
  of(workspaceId: string): Promise<ReportedWorkView | null> {
    const now = clock.now();
    const known = this.found.get(workspaceId);
    if (known !== undefined && known.untilMs > now) return known.work;
    if (this.found.size >= keptAgents) this.found.clear();
    const work = this.read(workspaceId);
    this.found.set(workspaceId, { untilMs: now + freshMs, work });
    work.catch(() => this.found.delete(workspaceId));
    return work;
  }

  private async read(workspaceId: string): Promise<ReportedWorkView | null> {
    const beat = await this.leases.get(workspaceId);
    if (beat === null || beat.telemetry['beat_by'] === sentByPlatform.beat_by) return null;
    return viewOf(beat.telemetry, instantOf(clock.now() - Math.max(0, beat.ageMs)));
  }
}

const numberIn = (telemetry: JsonObject, name: string): number | null => {
  const value = telemetry[name];
  return typeof value === 'number' ? value : null;
};
const textIn = (telemetry: JsonObject, name: string): string | null => {
  const value = telemetry[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

const viewOf = (telemetry: JsonObject, at: string): ReportedWorkView => ({
  active_tasks: numberIn(telemetry, 'active_tasks'),
  current_task: textIn(telemetry, 'current_task'),
  uptime_seconds: numberIn(telemetry, 'uptime_seconds'),
  error_rate: numberIn(telemetry, 'error_rate'),
  sample_error: textIn(telemetry, 'sample_error'),
  at,
});
