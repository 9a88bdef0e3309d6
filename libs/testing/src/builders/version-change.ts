import type { Cause, NewEvent, RecordedEvent } from '@guildhall/contracts';
import { exampleIds } from './example-ids.js';
import { fact } from './facts.js';
import { recordedLog } from './recorded.js';

const cause: Cause = { code: 'agent_not_ready', details: { status: 'awaiting_agent' } };
const waiting = { messageId: exampleIds.message, conversationId: exampleIds.conversation };

/**
 * One real change of an event's data, to be carried through every reader of the log: version 1 of `MessageQueued` held
 * a sentence, version 2 holds a code.
 */
export const versionChange = {
  type: 'MessageQueued',
  stored: { schemaVersion: 1, cause: 'the agent is awaiting agent' },
  read: { schemaVersion: 2, cause },
  sentence: 'Message is waiting: the agent is awaiting agent',
} as const;

/** The same event in another schema version: by default one that this version of Guildhall does not know. */
export const inVersion = <Event extends NewEvent>(event: Event, schemaVersion = 99): Event => ({
  ...event,
  metadata: { ...event.metadata, schemaVersion },
});

/** A message for `workspaceId` that waits, as the version that wrote `versionChange.stored` left it in the log. */
export const waitingMessage = (workspaceId: string = exampleIds.workspace): [RecordedEvent, RecordedEvent] => {
  const facts = [fact('MessageSent', { ...waiting, workspaceId }), fact('MessageQueued', { ...waiting, workspaceId })];
  const [sent, queued] = recordedLog(facts) as [RecordedEvent, RecordedEvent];
  const { schemaVersion, cause: sentence } = versionChange.stored;
  return [sent, { ...inVersion(queued, schemaVersion), data: { ...waiting, workspaceId, cause: sentence } }];
};
