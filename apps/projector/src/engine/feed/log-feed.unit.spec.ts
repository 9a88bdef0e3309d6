import { afterEach, describe, expect, it } from '@jest/globals';
import { randomHistory } from '@guildhall/testing';
import { feedView } from '../../activity/feed.projection.js';
import { chatView } from '../../messages/chat.projection.js';
import { Stage, together } from '../../testing/given.suite.js';
import { MemoryLog } from '../../testing/memory-log.suite.js';
import { TornReads } from '../../testing/torn-reads.suite.js';
import type { ProjectionRunner } from '../projection-runner.js';
import { LogFeed } from './log-feed.js';
import { replay } from './replay.js';

const stopping: AbortController[] = [];
const signal = (): AbortSignal => {
  const controller = new AbortController();
  stopping.push(controller);
  return controller.signal;
};
afterEach(() => stopping.splice(0).forEach((controller) => controller.abort()));

const caughtUp = (feed: LogFeed, end: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => void feed.run(end, resolve).catch(reject));

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

describe('the shared reading of the log', () => {
  it('brings projections that stand at different places to the head', async () => {
    const log = new MemoryLog();
    const events = randomHistory(1, 500);
    log.write(events);
    const { runners, group } = await together(feedView, chatView);
    const [ahead, behind] = runners as [ProjectionRunner, ProjectionRunner];
    await replay(log, group.beside([ahead]), { signal: signal(), upTo: events[299]?.position ?? '' });
    expect(ahead.written.ordinal).toBe(300);
    await caughtUp(new LogFeed(log, group), signal());
    expect([ahead.written.ordinal, behind.written.ordinal]).toEqual([events.length, events.length]);
  });

  it('writes what comes after that at once', async () => {
    const log = new MemoryLog();
    const events = randomHistory(2, 300);
    log.write(events.slice(0, 200));
    const stage = new Stage(feedView);
    const { runner, group } = await stage.open();
    const feed = new LogFeed(log, group);
    await caughtUp(feed, signal());
    for (const event of events.slice(200)) log.write([event]);
    await until(() => runner.written.ordinal === events.length);
    expect(stage.documents()).toHaveLength(events.length);
  });

  it('takes a newer copy in for an old one without losing or repeating an event', async () => {
    const log = new MemoryLog();
    const events = randomHistory(3, 600);
    log.write(events.slice(0, 400));
    const reads = new TornReads();
    const { runner: oldRunner, group } = await new Stage(feedView, reads, undefined, 'feed_1').open();
    const fresh = new Stage(feedView, reads, undefined, 'feed_2');
    const { runner: freshRunner, group: building } = await fresh.open();
    const feed = new LogFeed(log, group);
    const end = signal();
    await caughtUp(feed, end);
    await replay(log, building, { signal: end });
    log.write(events.slice(400, 500));
    await feed.join(freshRunner, end, oldRunner);
    log.write(events.slice(500));
    await until(() => freshRunner.written.ordinal === events.length);
    expect(feed.group.runners).toEqual([freshRunner]);
    expect(oldRunner.place.ordinal).toBeLessThan(events.length);
    expect(fresh.documents().map((row) => row['ordinal'])).toEqual(events.map((_event, index) => index + 1));
  });
});
