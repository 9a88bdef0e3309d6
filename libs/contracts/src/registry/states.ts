import type { AgentFact } from './events.js';

/** The condition of an agent, as its own reports and its silence show it. */
export type ReportedStatus = 'online' | 'degraded' | 'offline';

/** The status of an agent after each event; null: stays as it is. */
export const agentStatusAfter = {
  AgentRegistered: null,
  AgentCardUpdated: null,
  AgentWentOnline: 'online',
  AgentWentOffline: 'offline',
  AgentDegraded: 'degraded',
  AgentRecovered: 'online',
} as const satisfies Record<AgentFact['type'], ReportedStatus | null>;
