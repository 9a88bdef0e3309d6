/** What other slices may use of this one. */
export { AgentRecord } from './agent-record.js';
export { AgentRegistration } from './agent-registration.js';
export { Agents, type KnownAgent } from './agents.js';
export { AgentAddresses } from './network/agent-addresses.js';
export { AgentCallFailed, AgentClient, type AgentFailure } from './network/agent-client.js';
export { AgentEndpoints } from './network/agent-endpoints.js';
export { ReportedWork } from './heartbeats/reported-work.js';
export { RegistryModule } from './registry.module.js';
