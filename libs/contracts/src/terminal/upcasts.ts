import { recordedCause } from '../declarations/cause.js';
import type { UpcastStep } from '../declarations/event.js';
import { recognised, type OldSentence } from '../declarations/recognised.js';

const ends: readonly OldSentence[] = [
  [/^the shell ended$/, 'shell_ended'],
  [/^it was closed$/, 'closed_by_person'],
  [/^the connection broke$/, 'connection_broken'],
  [/^it was open for a day$/, 'open_too_long'],
  [/^the program does not read what is typed$/, 'input_unread'],
  [/^nothing was typed for (?<seconds>\d+) s$/, 'input_idle'],
  [/^it could not be opened$/, 'not_opened'],
  [/^the platform was stopped$/, 'platform_stopped'],
  [/^the platform ended$/, 'platform_ended'],
  [/^the workspace was paused$/, 'agent_paused'],
  [/^the agent went to sleep$/, 'agent_hibernated'],
  [/^the workspace was purged$/, 'workspace_purged'],
  [/^the workspace was removed$/, 'workspace_removed'],
  [/^the agent ended$/, 'agent_ended'],
  [/^the agent is restarted$/, 'agent_restarting'],
  [/^the agent is started anew$/, 'agent_starting'],
  [/^the agent could not be started$/, 'agent_not_started'],
  [/^No agent of (?<id>\S+) is running\.$/, 'AGENT_NOT_RUNNING'],
];

/** Version 1 of `TerminalClosed` stored a sentence. */
export const endWithCause: UpcastStep = ({ cause, ...data }) => ({
  ...data,
  cause: recognised(String(cause), ends, recordedCause),
});
