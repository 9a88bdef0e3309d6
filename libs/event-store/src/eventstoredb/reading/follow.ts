import type { EventStoreDBClient } from '@eventstore/db-client';
import { setTimeout as wait } from 'node:timers/promises';
import type { Subscription, SubscriptionItem } from '../../port.js';
import { pauseBefore, type CallTimes } from '../connection/call-times.js';
import { isSlowConsumer } from '../connection/connection-trouble.js';
import type { Contact } from '../connection/contact.js';
import { logPosition, positionText, type LogPosition } from './log-position.js';
import { SubscriptionFeed } from './subscription-feed.js';

/** The parts of a store that following it needs. */
export interface Followed {
  client: EventStoreDBClient;
  contact: Contact;
  times: CallTimes;
  closing: AbortSignal;
}

/**
 * History, `caughtUp` once, then live events. After a subscription breaks, for whatever reason, the next one resumes after
 * the last event that the consumer got: no event is lost or repeated, and an unavailable store only delays them.
 */
export async function* follow(followed: Followed, subscription: Subscription): AsyncGenerator<SubscriptionItem> {
  const { contact, times } = followed;
  const signal = AbortSignal.any([subscription.signal, followed.closing]);
  const cursor: Cursor = {
    after: subscription.after === undefined ? null : logPosition(subscription.after),
    isLive: false,
  };
  for (let tries = 0; !signal.aborted; tries += 1) {
    const feed = new SubscriptionFeed(followed.client, cursor.after, subscription.prefixes, times.call, () => {
      contact.made();
      tries = 0;
    });
    try {
      yield* itemsOf(feed, cursor, signal);
    } catch (error) {
      if (!isSlowConsumer(error)) contact.lost(error);
    } finally {
      feed.close();
    }
    await wait(pauseBefore(tries, times), undefined, { signal }).catch(() => undefined);
  }
}

interface Cursor {
  after: LogPosition | null;
  isLive: boolean;
}

async function* itemsOf(feed: SubscriptionFeed, cursor: Cursor, signal: AbortSignal): AsyncGenerator<SubscriptionItem> {
  for (;;) {
    const batch = await feed.next(signal);
    if (batch === null) return;
    cursor.after = batch.position ?? cursor.after;
    if (batch.events.length > 0) yield { kind: 'events', events: batch.events };
    if (!batch.caughtUp || cursor.isLive || signal.aborted) continue;
    cursor.isLive = true;
    yield { kind: 'caughtUp', position: cursor.after === null ? null : positionText(cursor.after) };
  }
}
