import { givenVariables, type AgentStart } from '../../backend-port/backend.js';
import type { AgentFolders } from './agent-folders.js';

interface Agent {
  workspaceId: string;
  tier: number;
}

export const tokenName = 'GUILDHALL_WORKSPACE_TOKEN';

/** Only what is listed here: an agent inherits no key of the server. */
const common = ({ workspaceId, tier }: Agent, folders: AgentFolders, platformUrl: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LANG: process.env['LANG'] ?? 'C.UTF-8',
  TMPDIR: process.env['TMPDIR'] ?? '/tmp',
  HOME: folders.at(workspaceId, 'home'),
  WORKSPACE_ID: workspaceId,
  WORKSPACE_CONFIG_PATH: folders.at(workspaceId, 'configs'),
  PLUGINS_DIR: folders.at(workspaceId, 'plugins'),
  PLATFORM_URL: platformUrl,
  MOLECULE_URL: platformUrl,
  TIER: String(tier),
});

export const agentEnvironment = (start: AgentStart, folders: AgentFolders, url: string): Record<string, string> => ({
  ...givenVariables(start),
  ...common(start, folders, url),
  [tokenName]: start.token,
  GUILDHALL_INCARNATION: String(start.incarnation),
  GUILDHALL_COMMAND: start.command ?? '',
});

/** Of a person's shell beside the agent: without its token. */
export const terminalEnvironment = (agent: Agent, folders: AgentFolders, url: string): Record<string, string> => ({
  ...common(agent, folders, url),
  TERM: 'xterm-256color',
});

/** By these, as `NAME=value`, everything that runs for an agent is known: itself, its programs, and terminals. */
export const ownVariables = (workspaceId: string, folders: AgentFolders): string[] => [
  `HOME=${folders.at(workspaceId, 'home')}`,
  `WORKSPACE_ID=${workspaceId}`,
];
