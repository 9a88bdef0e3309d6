import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@guildhall/contracts';
import { feedView } from '../activity/feed.projection.js';
import { tokensView } from '../identity/tokens.projection.js';
import { chatView } from '../messages/chat.projection.js';
import { Stage } from '../testing/given.suite.js';
import { positionOf, ref, Story } from '../testing/story.suite.js';
import { deliver } from './delivery.js';

const start = { position: null, ordinal: 0 };

describe('delivery to several projections', () => {
  it('goes on for the others when one cannot take an event', async () => {
    const story = new Story()
      .sent('m', 'w')
      .message('MessageAnswered', 'ghost', 'w', { body: ref('a'), durationMs: 1 })
      .created('w');
    const [chat, feed] = [await new Stage(chatView).open(), await new Stage(feedView).open()];
    const place = await deliver([chat, feed], story.events, start, 'live');
    await Promise.all([chat.flush(), feed.flush()]);
    expect(place).toEqual({ position: positionOf(3), ordinal: 3 });
    expect(chat.error).toContain('ghost');
    expect(chat.written.ordinal).toBe(1);
    expect(feed.error).toBeNull();
    expect(feed.written.ordinal).toBe(3);
  });

  it('stops every projection at a type that this version does not know', async () => {
    const story = new Story().created('a').created('b').created('c');
    const events = story.events.map((event, index) => (index === 1 ? { ...event, type: 'WorkspaceSang' } : event));
    const runners = [await new Stage(chatView).open(), await new Stage(feedView).open()];
    await deliver(runners, events, start, 'live');
    for (const runner of runners) {
      await runner.flush();
      expect(runner.error).toContain('WorkspaceSang at position');
      expect(runner.error).toContain('was written by a newer version of Guildhall');
      expect(runner.written.ordinal).toBe(1);
    }
  });

  it('stops at a newer schema version than it knows', async () => {
    const [event] = new Story().created('a').events as [RecordedEvent];
    const newer = { ...event, metadata: { ...event.metadata, schemaVersion: 9 } };
    const runner = await new Stage(feedView).open();
    await deliver([runner], [newer], start, 'live');
    expect(runner.error).toContain('The event WorkspaceCreated v9 at position');
  });

  it('neither folds nor counts events of the store itself', async () => {
    const [first, second] = new Story().created('a').created('b').events as [RecordedEvent, RecordedEvent];
    const own = { ...first, type: '$metadata' };
    const stage = new Stage(feedView);
    const runner = await stage.open();
    await deliver([runner], [own, second], start, 'live');
    await runner.flush();
    expect(stage.documents()).toMatchObject([{ ordinal: 1, stream: second.stream, position: second.position }]);
  });

  it('takes an event only once, however often it comes', async () => {
    const { events } = new Story().created('a').created('b');
    const stage = new Stage(tokensView);
    const runner = await stage.open();
    const place = await deliver([runner], events, start, 'live');
    await deliver([runner], events, start, 'live');
    await runner.flush();
    expect(runner.place).toEqual(place);
  });
});
