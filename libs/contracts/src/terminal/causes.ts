import type { CauseSentences } from '../declarations/cause.js';

/** Why a terminal closed, besides the errors of the registry. */
export const terminalCauses = {
  shell_ended: 'the shell ended',
  closed_by_person: 'it was closed',
  connection_broken: 'the connection broke',
  open_too_long: 'it was open for a day',
  input_unread: 'the program does not read its input',
  input_idle: 'no input for {seconds} s',
  not_opened: 'it could not be opened',
  platform_stopped: 'the platform was stopped',
  platform_ended: 'the platform ended',
  agent_paused: 'the workspace was paused',
  agent_hibernated: 'the agent went to sleep',
  workspace_purged: 'the workspace was purged',
  agent_ended: 'the agent ended',
  agent_restarting: 'the agent is restarted',
  agent_starting: 'the agent is starting again',
  agent_not_started: 'the agent could not be started',
} as const satisfies CauseSentences;
