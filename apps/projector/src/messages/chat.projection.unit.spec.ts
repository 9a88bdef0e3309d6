import { describe, expect, it } from '@jest/globals';
import { deliver } from '../engine/feed/delivery.js';
import { given, Stage } from '../testing/given.suite.js';
import { at, positionOf, ref, Story } from '../testing/story.suite.js';
import { chatView } from './chat.projection.js';

const busy = { code: 'agent_not_ready', details: { status: 'paused' } };
const died = { cause: { code: 'AGENT_DIED', details: { reason: 'ECONNRESET' } }, words: null };

describe('chat', () => {
  it('keeps a sent message with references to its text', async () => {
    const { thenDocument } = await given(chatView, new Story().created('w').sent('m', 'w'));
    thenDocument('m', {
      id: 'm',
      org: 'default',
      conversation_id: 'talk-w',
      context_id: 'chat',
      workspace_id: 'w',
      from: { kind: 'operator', id: 'ada' },
      state: 'queued',
      attempt: 0,
      body: ref('body-m'),
      answer_body: null,
      error: null,
      sent_at: at(2),
      ordinal: 2,
      position: positionOf(2),
    });
  });

  it('follows a message from the mailbox to its answer', async () => {
    const story = new Story()
      .sent('m', 'w')
      .message('MessageQueued', 'm', 'w', { cause: { code: 'agent_not_ready', details: { status: 'offline' } } })
      .message('MessageDispatched', 'm', 'w', { attempt: 1, incarnation: 1 })
      .message('MessageDelivered', 'm', 'w', { taskId: 't' })
      .message('MessageAnswered', 'm', 'w', { body: ref('answer'), durationMs: 40 });
    const { thenDocument } = await given(chatView, story);
    thenDocument('m', {
      state: 'answered',
      attempt: 1,
      queued_cause: null,
      answer_body: ref('answer'),
      duration_ms: 40,
    });
    thenDocument('m', { answered_at: at(5), ordinal: 1, sent_at: at(1) });
  });

  it('says why a message waits, and why one failed', async () => {
    const story = new Story()
      .sent('waits', 'w')
      .message('MessageQueued', 'waits', 'w', { cause: busy })
      .sent('fails', 'w')
      .message('MessageFailed', 'fails', 'w', died)
      .sent('expires', 'w')
      .message('MessageExpired', 'expires', 'w')
      .sent('cancelled', 'w')
      .message('MessageCancelled', 'cancelled', 'w');
    const { thenDocument } = await given(chatView, story);
    thenDocument('waits', { state: 'queued', queued_cause: busy });
    thenDocument('fails', { state: 'failed', error: died });
    thenDocument('expires', { state: 'expired' });
    thenDocument('cancelled', { state: 'cancelled' });
  });

  it('reads back a message that is no longer in memory', async () => {
    const story = new Story().sent('m', 'w').message('MessageDispatched', 'm', 'w', { attempt: 3, incarnation: 1 });
    const stage = new Stage(chatView);
    const first = await stage.open();
    await deliver(first.group, story.events.slice(0, 1), first.runner.place, 'live');
    await first.group.flush();
    const second = await stage.open();
    await deliver(second.group, story.events.slice(1), second.runner.place, 'live');
    await second.group.flush();
    expect(stage.documents()).toMatchObject([{ id: 'm', state: 'working', attempt: 3, body: ref('body-m') }]);
  });

  it('stops at an answer to a message that was never sent, and keeps what came before', async () => {
    const story = new Story()
      .sent('m', 'w')
      .message('MessageAnswered', 'ghost', 'w', { body: ref('a'), durationMs: 1 });
    const stage = new Stage(chatView);
    const { runner, group } = await stage.open();
    await deliver(group, story.events, runner.place, 'live');
    await group.flush();
    expect(runner.error).toBe(
      `MessageAnswered at position ${positionOf(2)} of conversation-talk-w: no message ghost was sent before`,
    );
    expect(runner.written).toEqual({ position: positionOf(1), ordinal: 1 });
    expect(stage.documents()).toHaveLength(1);
  });
});
