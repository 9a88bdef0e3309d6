/** Status words of the reference system. */
export const agentStatuses = [
  'provisioning',
  'online',
  'degraded',
  'offline',
  'failed',
  'paused',
  'hibernated',
  'awaiting_agent',
  'removed',
] as const;
export type AgentStatus = (typeof agentStatuses)[number];
