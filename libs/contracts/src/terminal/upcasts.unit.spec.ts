import { oldSentences } from '../events/old-sentences.suite.js';
import { endWithCause } from './upcasts.js';

oldSentences('TerminalClosed', endWithCause, [
  ['the shell ended', { code: 'shell_ended' }],
  ['it was closed', { code: 'closed_by_person' }],
  ['the connection broke', { code: 'connection_broken' }],
  ['it was open for a day', { code: 'open_too_long' }],
  ['the program does not read what is typed', { code: 'input_unread' }, 'the program does not read its input'],
  ['nothing was typed for 1800 s', { code: 'input_idle', details: { seconds: 1800 } }, 'no input for 1800 s'],
  ['it could not be opened', { code: 'not_opened' }],
  ['the platform was stopped', { code: 'platform_stopped' }],
  ['the platform ended', { code: 'platform_ended' }],
  ['the workspace was paused', { code: 'agent_paused' }],
  ['the agent went to sleep', { code: 'agent_hibernated' }],
  ['the workspace was purged', { code: 'workspace_purged' }],
  ['the workspace was removed', { code: 'workspace_removed' }],
  ['the agent ended', { code: 'agent_ended' }],
  ['the agent is restarted', { code: 'agent_restarting' }],
  ['the agent is started anew', { code: 'agent_starting' }, 'the agent is starting again'],
  ['the agent could not be started', { code: 'agent_not_started' }],
  ['No agent of 018f-1 is running.', { code: 'AGENT_NOT_RUNNING', details: { id: '018f-1' } }],
]);
