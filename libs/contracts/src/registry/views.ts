import type { AgentStatus } from './status.js';

/** One row of `GET /registry/:id/peers`, in the reference's words. */
export interface PeerView {
  id: string;
  name: string;
  role: string;
  tier: number;
  status: AgentStatus;
  agent_card: unknown;
  url: string | null;
  parent_id: string | null;
  active_tasks: number;
}
