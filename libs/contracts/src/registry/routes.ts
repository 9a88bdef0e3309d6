import { defineRoute } from '../declarations/route.js';
import type { CheckAccessBody, HeartbeatBody, RegisterAgentBody, UpdateCardBody } from './bodies.js';
import type { PeersQuery, PollQuery } from './queries.js';
import type { AccessView, AgentStateView, DiscoveredAgent, PeerView, Registered } from './views.js';

export const registryRoutes = {
  register: defineRoute<{ body: RegisterAgentBody; answer: Registered }>()('POST', '/registry/register', {
    permission: 'registry.report',
    summary: 'Register the address and card of an agent; an operator gets a token for it',
  }),
  heartbeat: defineRoute<{ body: HeartbeatBody; answer: { status: 'ok' } }>()('POST', '/registry/heartbeat', {
    permission: 'registry.report',
    summary: 'Report that the agent is alive, with its telemetry',
  }),
  updateCard: defineRoute<{ body: UpdateCardBody; answer: { status: 'updated' } }>()('POST', '/registry/update-card', {
    permission: 'registry.report',
    summary: 'Replace the card of an agent',
  }),
  discover: defineRoute<{ answer: DiscoveredAgent }>()('GET', '/registry/discover/:id', {
    permission: 'registry.discover',
    summary: 'Find the address of an agent that the caller may talk to',
  }),
  peers: defineRoute<{ query: PeersQuery; answer: PeerView[] }>()('GET', '/registry/:id/peers', {
    permission: 'registry.discover',
    summary: 'List the workspaces that a workspace may talk to',
  }),
  checkAccess: defineRoute<{ body: CheckAccessBody; answer: AccessView }>()('POST', '/registry/check-access', {
    permission: 'registry.discover',
    summary: 'Check whether one workspace may talk to another',
  }),
  /** Checks the credential itself, because the agent of a removed workspace still gets an answer. */
  state: defineRoute<{ query: PollQuery; answer: AgentStateView }>()('GET', '/workspaces/:id/state', {
    permission: 'public',
    summary: 'Poll the state and the new events of a workspace, for agents without an address',
  }),
} as const;
