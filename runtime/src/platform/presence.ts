import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '@guildhall/contracts';
import type { Log } from '../log.js';
import type { PlatformAnswer, PlatformClient } from './platform-client.js';

export interface PresenceOptions {
  workspaceId: string;
  url: string;
  card: JsonObject;
  incarnation: number;
  heartbeatMs: number;
  /** Milliseconds without an answer after which the agent exits. */
  platformLostMs: number;
}

export interface Activity {
  activeTasks: number;
  currentTask: string;
}

/** Why an agent must end. */
export type PresenceEnd = { kind: 'refused' | 'lost'; reason: string } | { kind: 'stopped' };

const firstRetryMs = 250;
const longestRetryMs = 10_000;

/** Keeps the workspace registered: registers until it succeeds, sends heartbeats, and registers again after an outage. */
export class Presence {
  private readonly startedAt = performance.now();
  private seenAt = performance.now();

  constructor(
    private readonly platform: PlatformClient,
    private readonly options: PresenceOptions,
    private readonly activity: () => Activity,
    /** Called after every successful registration. */
    private readonly registered: () => void,
    private readonly log: Log,
  ) {}

  /** Resolves when the agent must end, or with 'stopped' if `signal` aborts. */
  async run(signal: AbortSignal): Promise<PresenceEnd> {
    let retryMs = firstRetryMs;
    let registered = false;
    while (!signal.aborted) {
      const answer: PlatformAnswer = registered ? await this.heartbeat(signal) : await this.register(signal);
      if (signal.aborted) break;
      if (answer.kind === 'refused') return answer;
      if (answer.kind !== 'away') this.seenAt = performance.now();
      else if (performance.now() - this.seenAt > this.options.platformLostMs)
        return { kind: 'lost', reason: answer.reason };
      if (answer.kind === 'ok' && !registered) {
        this.log('info', 'registered');
        registered = true;
        this.registered();
        retryMs = firstRetryMs;
        // The first heartbeat follows at once: it tells the platform how long the lease must be.
        continue;
      }
      if (answer.kind !== 'ok')
        this.log('warn', 'the platform cannot register this agent now', { reason: answer.reason, retryMs });
      registered = answer.kind === 'ok' || (registered && answer.kind === 'busy');
      const pauseMs = registered ? this.options.heartbeatMs : retryMs;
      retryMs = answer.kind === 'ok' ? firstRetryMs : Math.min(retryMs * 2, longestRetryMs);
      await delay(jittered(pauseMs), undefined, { signal }).catch(() => undefined);
    }
    return { kind: 'stopped' };
  }

  private register(signal: AbortSignal): Promise<PlatformAnswer> {
    const { workspaceId, url, card } = this.options;
    return this.platform.register({ id: workspaceId, url, agent_card: card }, signal);
  }

  private heartbeat(signal: AbortSignal): Promise<PlatformAnswer> {
    const { workspaceId, incarnation, heartbeatMs } = this.options;
    const { activeTasks, currentTask } = this.activity();
    return this.platform.heartbeat(
      {
        workspace_id: workspaceId,
        active_tasks: activeTasks,
        current_task: currentTask,
        uptime_seconds: Math.round((performance.now() - this.startedAt) / 1_000),
        runtime_metadata: { incarnation, heartbeat_interval_seconds: heartbeatMs / 1_000 },
      },
      signal,
    );
  }
}

/** Many agents that lost the same platform must not all return at the same moment. */
const jittered = (milliseconds: number): number => milliseconds * (0.9 + Math.random() * 0.1);
