import { Module } from '@nestjs/common';
import { HistoryModule } from '../history/index.js';
import { IdentityModule } from '../identity/index.js';
import { Metrics } from '../metrics/metrics.js';
import { AgentRecord } from './agent-record.js';
import { AgentRegistration } from './agent-registration.js';
import { AgentStateController } from './agent-state.controller.js';
import { AgentStateQueryHandler } from './agent-state.query.js';
import { Agents } from './agents.js';
import { AgentHeartbeats } from './heartbeats/agent-heartbeats.js';
import { ConditionRecord } from './heartbeats/condition-record.js';
import { AgentLeases } from './heartbeats/agent-leases.js';
import { HeartbeatTelemetry } from './heartbeats/heartbeat-telemetry.js';
import { ReportedWork } from './heartbeats/reported-work.js';
import { ExitWatcher } from './liveness/exit-watcher.js';
import { ExpectedAgents } from './liveness/expected-agents.js';
import { Liveness } from './liveness/liveness.js';
import { LivenessCheckers } from './liveness/liveness-checkers.js';
import { SilentAgents } from './liveness/silent-agents.js';
import { AgentAddresses } from './network/agent-addresses.js';
import { AgentClient } from './network/agent-client.js';
import { AgentEndpoints } from './network/agent-endpoints.js';
import { AgentUrls } from './network/agent-urls.js';
import { NetworkGuard } from './network/network-guard.js';
import { StartedAgents } from './network/started-agents.js';
import { Peers } from './peers.js';
import { RegistryController } from './registry.controller.js';
import { ReportRights } from './report-rights.js';

const heartbeats = [AgentHeartbeats, AgentLeases, ConditionRecord, HeartbeatTelemetry, ReportedWork];
const liveness = [ExitWatcher, ExpectedAgents, Liveness, LivenessCheckers, SilentAgents];
const network = [AgentAddresses, AgentClient, AgentEndpoints, AgentUrls, NetworkGuard, StartedAgents];

@Module({
  imports: [HistoryModule, IdentityModule],
  controllers: [RegistryController, AgentStateController],
  providers: [
    Agents,
    AgentRecord,
    AgentRegistration,
    AgentStateQueryHandler,
    Peers,
    ReportRights,
    ...heartbeats,
    ...liveness,
    ...network,
  ],
  exports: [Agents, AgentRecord, AgentRegistration, AgentAddresses, AgentClient, AgentEndpoints, ReportedWork],
})
export class RegistryModule {
  constructor(metrics: Metrics, agents: Agents) {
    metrics.watch('agents_online', 'Agents that are online', () => agents.online().length);
  }
}
