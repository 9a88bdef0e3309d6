import type { BlobRef, Cause, MessageFact } from '@guildhall/contracts';
import { foldAll } from '../decider.js';
import { given } from '../testing/given.js';
import { conversationDecider, type MessageStep } from './conversation.js';

const messageId = 'message-1';
const of = { messageId, conversationId: 'conversation-1', workspaceId: 'coder' };
const body: BlobRef = { digest: 'd', keyId: 'k', size: 1, mediaType: 'application/json' };
const sending = {
  ...of,
  contextId: 'operator:operator',
  from: { kind: 'operator', id: 'operator' },
  body,
  hop: 0,
  expiresAt: '2026-12-01T00:00:00.000Z',
} as const;
const send = { type: 'send', ...sending } as const;
const sent: MessageFact = { type: 'MessageSent', data: sending };
const because = (status: string): Cause => ({ code: 'agent_not_ready', details: { status } });
const unreachable: Cause = { code: 'agent_unreachable', details: { reason: 'ECONNREFUSED' } };
const refusal = { cause: { code: 'AGENT_FAILED' }, words: body };
const queued = (cause = because('offline')): MessageFact => ({ type: 'MessageQueued', data: { ...of, cause } });
const dispatched = (attempt: number): MessageFact => ({
  type: 'MessageDispatched',
  data: { ...of, attempt, incarnation: 3 },
});
const delivered: MessageFact = { type: 'MessageDelivered', data: { ...of, taskId: 'task-1' } };
const answered: MessageFact = { type: 'MessageAnswered', data: { ...of, body, durationMs: 20 } };
const failed: MessageFact = { type: 'MessageFailed', data: { ...of, ...refusal } };
const expired: MessageFact = { type: 'MessageExpired', data: of };
const cancelled: MessageFact = { type: 'MessageCancelled', data: of };

const steps: Record<MessageStep['type'], MessageStep> = {
  queue: { type: 'queue', messageId, cause: because('offline') },
  dispatch: { type: 'dispatch', messageId, incarnation: 3 },
  delivered: { type: 'delivered', messageId, taskId: 'task-1' },
  requeue: { type: 'requeue', messageId, cause: unreachable },
  answer: { type: 'answer', messageId, body, durationMs: 20 },
  fail: { type: 'fail', messageId, ...refusal },
  expire: { type: 'expire', messageId },
  cancel: { type: 'cancel', messageId },
};

describe('sending a message', () => {
  it('stores it first', () => {
    given(conversationDecider).when(send).then(sent);
  });

  it('with the same id is the same message, open or ended', () => {
    given(conversationDecider, sent).when(send).thenNothing();
    given(conversationDecider, sent, cancelled).when(send).thenNothing();
  });

  it('is refused after too many agents', () => {
    given(conversationDecider)
      .when({ ...send, hop: 16 })
      .then({ type: 'MessageSent', data: { ...sending, hop: 16 } });
    given(conversationDecider)
      .when({ ...send, hop: 17 })
      .thenRefused('HOP_LIMIT', { hop: 17, limit: 16 });
  });
});

describe('the way of a message', () => {
  const onTheWay = [sent, dispatched(1)];

  it('leads from the mailbox over the agent to an answer or a failure', () => {
    given(conversationDecider, sent).when(steps.dispatch).then(dispatched(1));
    given(conversationDecider, ...onTheWay)
      .when(steps.delivered)
      .then(delivered);
    given(conversationDecider, ...onTheWay)
      .when(steps.answer)
      .then(answered);
    given(conversationDecider, ...onTheWay)
      .when(steps.fail)
      .then(failed);
    given(conversationDecider, ...onTheWay, delivered)
      .when(steps.answer)
      .then(answered);
    given(conversationDecider, ...onTheWay, delivered)
      .when(steps.fail)
      .then(failed);
  });

  it('may end in the mailbox', () => {
    given(conversationDecider, sent).when(steps.expire).then(expired);
    given(conversationDecider, sent).when(steps.cancel).then(cancelled);
    given(conversationDecider, sent).when(steps.fail).then(failed);
  });

  it('says why it waits, each cause once', () => {
    given(conversationDecider, sent).when(steps.queue).then(queued());
    given(conversationDecider, sent, queued()).when(steps.queue).thenNothing();
    given(conversationDecider, sent, queued(because('paused')))
      .when(steps.queue)
      .then(queued());
  });

  it('leads back to the mailbox, and out again with the next attempt', () => {
    given(conversationDecider, ...onTheWay)
      .when(steps.requeue)
      .then(queued(unreachable));
    given(conversationDecider, ...onTheWay, delivered)
      .when(steps.requeue)
      .then(queued(unreachable));
    given(conversationDecider, ...onTheWay, queued(unreachable))
      .when(steps.dispatch)
      .then(dispatched(2));
  });

  it.each<[MessageStep['type'], string, MessageFact[]]>([
    ['delivered', 'the mailbox', [sent]],
    ['answer', 'the mailbox', [sent]],
    ['requeue', 'the mailbox', [sent]],
    ['dispatch', 'its way', onTheWay],
    ['queue', 'its way', onTheWay],
    ['expire', 'its way', onTheWay],
    ['delivered', 'work', [...onTheWay, delivered]],
    ['dispatch', 'work', [...onTheWay, delivered]],
    ['expire', 'work', [...onTheWay, delivered]],
  ])('takes a report "%s" that does not fit to %s for late or doubled', (type, _where, before) => {
    given(conversationDecider, ...before)
      .when(steps[type])
      .thenNothing();
  });

  it('cannot be cancelled once it is on its way', () => {
    given(conversationDecider, ...onTheWay)
      .when(steps.cancel)
      .thenRefused('MESSAGE_ALREADY_ENDED', { state: 'working' });
  });
});

describe('a message that has ended', () => {
  it.each([
    ['answered', [sent, dispatched(1), answered]],
    ['failed', [sent, failed]],
    ['expired', [sent, expired]],
    ['cancelled', [sent, cancelled]],
  ] as [string, MessageFact[]][])('as %s takes no report any more and cannot be cancelled', (state, events) => {
    const ended = given(conversationDecider, ...events);
    for (const step of Object.values(steps)) if (step.type !== 'cancel') ended.when(step).thenNothing();
    ended.when(steps.cancel).thenRefused('MESSAGE_ALREADY_ENDED', { state });
  });

  it('is refused when it was never sent', () => {
    given(conversationDecider).when(steps.answer).thenRefused('MESSAGE_NOT_FOUND', { id: messageId });
  });

  it('is forgotten after a thousand others', () => {
    const others = Array.from({ length: 1_000 }, (_, index): MessageFact[] => {
      const other = { ...of, messageId: `other-${index}` };
      return [
        { type: 'MessageSent', data: { ...sending, ...other } },
        { type: 'MessageCancelled', data: other },
      ];
    });
    const state = foldAll(conversationDecider, [sent, cancelled, ...others.flat()]);
    expect([state.open.size, state.ended.size, state.ended.has(messageId)]).toEqual([0, 1_000, false]);
  });
});
