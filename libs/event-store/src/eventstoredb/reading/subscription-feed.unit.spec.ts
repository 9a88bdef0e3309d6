import type { EventStoreDBClient } from '@eventstore/db-client';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { sharedMessages, streamsMessages } from '../connection/client.js';
import { SubscriptionFeed } from './subscription-feed.js';

const require = createRequire(import.meta.url);
const { Subscription } = require('@eventstore/db-client/dist/streams/utils/Subscription.js') as {
  Subscription: new (open: () => Promise<Readable>, convert: (event: unknown) => unknown) => Readable;
};
const { convertGrpcEvent } = require('@eventstore/db-client/dist/utils/index.js') as {
  convertGrpcEvent: (event: unknown) => unknown;
};

const { ReadResp: Response } = streamsMessages;

const event = (index: number, type = 'Counted'): ReadResp => {
  const recorded = new Response.ReadEvent.RecordedEvent()
    .setId(new sharedMessages.UUID().setString('00000000-0000-4000-8000-000000000000'))
    .setStreamIdentifier(new sharedMessages.StreamIdentifier().setStreamName(Buffer.from('s')))
    .setStreamRevision(String(index))
    .setCommitPosition(String(index))
    .setPreparePosition('0')
    .setData(Buffer.from('{}'))
    .setCustomMetadata(Buffer.from('{}'));
  recorded.getMetadataMap().set('type', type).set('content-type', 'application/json').set('created', '0');
  return new Response().setEvent(new Response.ReadEvent().setEvent(recorded).setCommitPosition(String(index)));
};
const confirmation = new Response().setConfirmation(new Response.SubscriptionConfirmation().setSubscriptionId('one'));
const caughtUp = new Response().setCaughtUp(new Response.CaughtUp());

/** The client's own subscription over messages that have already arrived. */
const feedOf = (messages: ReadResp[]): { feed: SubscriptionFeed; subscription: Readable } => {
  const wire = Object.assign(new Readable({ objectMode: true, read: () => undefined }), {
    cancel: () => wire.destroy(),
  });
  for (const message of messages) wire.push(message);
  const subscription = new Subscription(async () => wire, convertGrpcEvent);
  const client = { subscribeToAll: () => subscription } as unknown as EventStoreDBClient;
  return { feed: new SubscriptionFeed(client, null, undefined, 5_000, () => undefined), subscription };
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the feed of a subscription', () => {
  const never = new AbortController().signal;

  it('pauses when too many events wait, and places caughtUp after events that the client has decoded but not emitted', async () => {
    const history = Array.from({ length: 2_010 }, (_, index) => event(index));
    const live = [event(2_010), event(2_011)];
    const { feed, subscription } = feedOf([confirmation, ...history, caughtUp, ...live]);
    while (subscription.readableLength < 10) await turn();
    await turn();
    expect(subscription.isPaused()).toBe(true);
    const revisions: (number | 'caughtUp')[] = [];
    while (revisions.length < 2_013) {
      const batch = await feed.next(never);
      revisions.push(...(batch?.events.map(({ revision }) => revision) ?? []));
      if (batch?.caughtUp === true) revisions.push('caughtUp');
    }
    const counted = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
    expect(revisions).toEqual([...counted(0, 2_010), 'caughtUp', ...counted(2_010, 2_012)]);
    feed.close();
  });

  it('gives waiting events in one batch, with the full position of the last, shown or not', async () => {
    const { feed, subscription } = feedOf([confirmation, event(1), event(2), event(3, '$stats')]);
    while (subscription.readableLength > 0 || subscription.listenerCount('data') === 0) await turn();
    await turn();
    const batch = await feed.next(never);
    expect(batch?.events.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(batch?.position).toEqual({ commit: 3n, prepare: 0n });
    feed.close();
  });

  it('gives the events received before it broke, then throws the error', async () => {
    const { feed, subscription } = feedOf([confirmation, event(1)]);
    await turn();
    await turn();
    subscription.emit('error', new Error('too slow'));
    expect((await feed.next(never))?.events).toHaveLength(1);
    await expect(feed.next(never)).rejects.toThrow('too slow');
    feed.close();
  });
});
