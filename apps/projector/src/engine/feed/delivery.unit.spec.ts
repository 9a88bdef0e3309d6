import { describe, expect, it } from '@jest/globals';
import { upcast, type RecordedEvent } from '@guildhall/contracts';
import { upcasting, type EventStore } from '@guildhall/event-store';
import { inVersion, versionChange, waitingMessage } from '@guildhall/testing';
import { feedView } from '../../activity/feed.projection.js';
import { tokensView } from '../../identity/tokens.projection.js';
import { chatView } from '../../messages/chat.projection.js';
import { Stage, together } from '../../testing/given.suite.js';
import { positionOf, ref, Story } from '../../testing/story.suite.js';
import type { ProjectionRunner } from '../projection-runner.js';
import { deliver } from './delivery.js';

const start = { position: null, ordinal: 0 };

/** The events as a projector reads them from its log. */
const asRead = async (events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> => {
  const stored = { readAll: () => Promise.resolve({ events }) } as unknown as EventStore;
  return (await upcasting(stored, upcast).readAll({ limit: events.length })).events;
};

describe('delivery to several projections', () => {
  it('continues for the others when one cannot fold an event', async () => {
    const story = new Story()
      .sent('m', 'w')
      .message('MessageAnswered', 'ghost', 'w', { body: ref('a'), durationMs: 1 })
      .created('w');
    const { runners, group } = await together(chatView, feedView);
    const [chat, feed] = runners as [ProjectionRunner, ProjectionRunner];
    const place = await deliver(group, story.events, start, 'live');
    await group.flush();
    expect(place).toEqual({ position: positionOf(3), ordinal: 3 });
    expect(chat.error).toContain('ghost');
    expect(chat.written.ordinal).toBe(1);
    expect(feed.error).toBeNull();
    expect(feed.written.ordinal).toBe(3);
  });

  it('stops every projection at a type that this version does not know', async () => {
    const story = new Story().created('a').created('b').created('c');
    const events = story.events.map((event, index) => (index === 1 ? { ...event, type: 'WorkspaceSang' } : event));
    const { runners, group } = await together(chatView, feedView);
    await deliver(group, events, start, 'live');
    await group.flush();
    for (const runner of runners) {
      expect(runner.error).toBe(
        `The projection ${runner.view.name} stopped: the event WorkspaceSang v1 at position ${positionOf(2)} was written by a newer version of Guildhall. Update this installation; nothing is lost.`,
      );
      expect(runner.written.ordinal).toBe(1);
    }
  });

  it('stops the projections that fold an event of a newer schema version, and no others', async () => {
    const { events } = new Story().sent('m', 'w').message('MessageExpired', 'm', 'w').sent('n', 'w');
    const [first, second, third] = events as [RecordedEvent, RecordedEvent, RecordedEvent];
    const newer = inVersion(second, 9);
    const { runners, group } = await together(chatView, tokensView);
    const [chat, tokens] = runners as [ProjectionRunner, ProjectionRunner];
    await deliver(group, await asRead([first, newer, third]), start, 'live');
    await group.flush();
    expect(chat.error).toContain(
      `The projection chat stopped: the event MessageExpired v9 at position ${positionOf(2)}`,
    );
    expect(chat.written.ordinal).toBe(1);
    expect(tokens.error).toBeNull();
    expect(tokens.place.ordinal).toBe(3);
  });

  it('folds an event of an older version in its newest form', async () => {
    const stage = new Stage(chatView);
    const { runner, group } = await stage.open();
    await deliver(group, await asRead(waitingMessage()), start, 'live');
    await group.flush();
    expect(runner.error).toBeNull();
    expect(stage.documents()).toMatchObject([{ state: 'queued', queued_cause: versionChange.read.cause }]);
  });

  it('neither folds nor counts events of the store itself', async () => {
    const [first, second] = new Story().created('a').created('b').events as [RecordedEvent, RecordedEvent];
    const own = { ...first, type: '$metadata' };
    const stage = new Stage(feedView);
    const { group } = await stage.open();
    await deliver(group, [own, second], start, 'live');
    await group.flush();
    expect(stage.documents()).toMatchObject([{ ordinal: 1, stream: second.stream, position: second.position }]);
  });

  it('takes an event only once, however often it comes', async () => {
    const { events } = new Story().created('a').created('b');
    const stage = new Stage(tokensView);
    const { runner, group } = await stage.open();
    const place = await deliver(group, events, start, 'live');
    await deliver(group, events, start, 'live');
    await group.flush();
    expect(runner.place).toEqual(place);
  });
});
