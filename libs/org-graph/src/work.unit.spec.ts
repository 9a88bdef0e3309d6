import type { AnyFact, BlobRef } from '@guildhall/contracts';
import { createGraphFold } from './graph-fold.js';
import { created, workspaceId } from './status-facts.suite.js';

const body: BlobRef = { digest: 'd', keyId: 'k', size: 1, mediaType: 'application/json' };
const of = (messageId: string) => ({ messageId, conversationId: 'c', workspaceId });
const sent = (id: string): AnyFact => ({
  type: 'MessageSent',
  data: {
    ...of(id),
    contextId: 'x',
    from: { kind: 'operator', id: 'o' },
    body,
    hop: 0,
    expiresAt: '2026-12-01T00:00:00.000Z',
  },
});
const queued = (id: string): AnyFact => ({
  type: 'MessageQueued',
  data: { ...of(id), cause: { code: 'outcome_unknown' } },
});
const dispatched = (id: string): AnyFact => ({
  type: 'MessageDispatched',
  data: { ...of(id), attempt: 1, incarnation: 1 },
});
const delivered = (id: string): AnyFact => ({ type: 'MessageDelivered', data: { ...of(id), taskId: 't' } });
const answered = (id: string): AnyFact => ({ type: 'MessageAnswered', data: { ...of(id), body, durationMs: 1 } });
const failed = (id: string): AnyFact => ({
  type: 'MessageFailed',
  data: { ...of(id), cause: { code: 'AGENT_FAILED' }, words: null },
});
const expired = (id: string): AnyFact => ({ type: 'MessageExpired', data: of(id) });
const cancelled = (id: string): AnyFact => ({ type: 'MessageCancelled', data: of(id) });

const workAfter = (...facts: AnyFact[]): { task: string | null; queued: number } => {
  const fold = createGraphFold('default');
  for (const fact of [created(), ...facts]) fold.apply({ ...fact, recordedAt: '2026-11-23T10:00:00.000Z' });
  const workspace = fold.get(workspaceId);
  expect(workspace?.task?.kind ?? 'message').toBe('message');
  return { task: workspace?.task?.id ?? null, queued: workspace?.queued ?? -1 };
};

describe('work of an agent', () => {
  it.each<[sentence: string, facts: AnyFact[], task: string | null, queued: number]>([
    ['waits in the mailbox', [sent('1'), sent('2')], null, 2],
    ['is in the mailbox once, whatever the cause', [sent('1'), queued('1'), queued('1')], null, 1],
    ['is its task from the dispatch on', [sent('1'), sent('2'), dispatched('1')], '1', 1],
    ['stays its task while it goes on', [sent('1'), dispatched('1'), delivered('1')], '1', 0],
    ['is its task once, when dispatched twice', [sent('1'), sent('2'), dispatched('1'), dispatched('1')], '1', 1],
    ['goes back to the mailbox', [sent('1'), dispatched('1'), queued('1')], null, 1],
    ['is over with the answer', [sent('1'), sent('2'), dispatched('1'), answered('1')], null, 1],
    ['is over with a failure', [sent('1'), dispatched('1'), failed('1')], null, 0],
    ['leaves the mailbox when it expires', [sent('1'), sent('2'), expired('1')], null, 1],
    ['leaves the mailbox when it is cancelled', [sent('1'), dispatched('1'), sent('2'), cancelled('2')], '1', 0],
    ['never counts below nothing', [cancelled('1'), expired('2')], null, 0],
  ])('%s', (_sentence, facts, task, count) => {
    expect(workAfter(...facts)).toEqual({ task, queued: count });
  });
});
