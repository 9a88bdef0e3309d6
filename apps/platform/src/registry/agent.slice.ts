import { agentDecider, type AgentCommand, type AgentState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

export type { AgentCommand };

/** Stream `agent-<workspaceId>`. */
export const agentSlice: StreamSlice<AgentState, AgentCommand> = {
  decider: agentDecider,
  initial: () => agentDecider.initialState(),
};
