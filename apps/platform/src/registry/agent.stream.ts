import { streams } from '@guildhall/contracts';
import { agentDecider, type AgentCommand, type AgentState } from '@guildhall/domain';
import type { StreamType } from '../commands/executor/stream-type.js';

export type { AgentCommand };

/** Stream `agent-<workspaceId>`. */
export const agentStream: StreamType<AgentState, AgentCommand> = {
  nameOf: streams.agent,
  decider: agentDecider,
  initial: () => agentDecider.initialState(),
};
