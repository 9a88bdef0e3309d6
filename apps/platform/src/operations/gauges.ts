import { Injectable } from '@nestjs/common';
import { StreamExecutor } from '../commands/executor/stream-executor.js';
import { LiveHub } from '../live/live-hub.js';
import { LogFollower } from '../log/log-follower.js';
import { Mailboxes } from '../messages/mailboxes.js';
import { Agents } from '../registry/agents.js';
import { Metrics } from '../metrics/metrics.js';
import { Readiness } from './readiness.js';

/** Values that are read when somebody asks for the metrics. */
@Injectable()
export class Gauges {
  constructor(
    metrics: Metrics,
    follower: LogFollower,
    executor: StreamExecutor,
    hub: LiveHub,
    mailboxes: Mailboxes,
    agents: Agents,
    readiness: Readiness,
  ) {
    metrics.watch('log_ordinal', 'Events of the log that this process has folded', () => follower.ordinal);
    metrics.watch('command_retries', 'Commands decided again because another writer was first', () => executor.retries);
    metrics.watch('live_subscriptions', 'Open subscriptions of the live feed', () => hub.subscriptions);
    metrics.watch('open_messages', 'Messages that have not ended', () => mailboxes.size);
    metrics.watch('agents_online', 'Agents that are online', () => agents.online().length);
    metrics.watchEach('projection_lag_events', 'Events between a projection and the head', 'projection', async () =>
      (await readiness.view()).projections.map(({ name, lag }) => [name, lag]),
    );
  }
}
