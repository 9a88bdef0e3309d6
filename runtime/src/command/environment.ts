/** The facts of one message for the program that answers it. */
export interface MessageFacts {
  messageId: string;
  contextId: string;
  /** Number of agents that the work has passed through; empty if the sender did not say. */
  hop: string;
  traceparent: string;
}

export interface AgentFacts {
  workspaceId: string;
  platformUrl: string;
  tier: string;
  token: string;
  /** Names of further variables that the program gets from the agent's own environment. */
  passedOn: readonly string[];
}

const inherited = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'WORKSPACE_CONFIG_PATH', 'PLUGINS_DIR'] as const;

/** Environment of the program: only these variables; it inherits no other from the agent process. */
export const programEnvironment = (
  agent: AgentFacts,
  message: MessageFacts,
  own: Record<string, string | undefined>,
): Record<string, string> => {
  const given: Record<string, string | undefined> = {
    ...Object.fromEntries([...agent.passedOn, ...inherited].map((name) => [name, own[name]])),
    WORKSPACE_ID: agent.workspaceId,
    PLATFORM_URL: agent.platformUrl,
    MOLECULE_URL: agent.platformUrl,
    TIER: agent.tier,
    GUILDHALL_WORKSPACE_TOKEN: agent.token,
    GUILDHALL_MESSAGE_ID: message.messageId,
    GUILDHALL_CONTEXT_ID: message.contextId,
    GUILDHALL_HOP: message.hop,
    traceparent: message.traceparent,
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
};
