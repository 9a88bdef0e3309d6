import type { EventStoreDBClient } from '@eventstore/db-client';
import { setTimeout as wait } from 'node:timers/promises';
import type { Subscription, SubscriptionItem } from '../../port.js';
import { pauseBefore, type CallTimes } from '../connection/call-times.js';
import { isSlowConsumer } from '../connection/connection-trouble.js';
import type { Contact } from '../connection/contact.js';
import { logPosition, positionText, type LogPosition } from './log-position.js';
import { SubscriptionFeed } from './subscription-feed.js';

/** What following needs of its store. */
export interface Followed {
  client: EventStoreDBClient;
  contact: Contact;
  times: CallTimes;
  closing: AbortSignal;
}

/**
 * History, `caughtUp` once, then live. A subscription that breaks, for whatever reason, is followed by the next one from
 * the last event that was given out: nothing is lost, nothing comes twice, and a store that is away only takes longer.
 */
export async function* follow(followed: Followed, subscription: Subscription): AsyncGenerator<SubscriptionItem> {
  const { contact, times } = followed;
  const signal = AbortSignal.any([subscription.signal, followed.closing]);
  const place: Place = {
    after: subscription.after === undefined ? null : logPosition(subscription.after),
    isLive: false,
  };
  for (let tries = 0; !signal.aborted; tries += 1) {
    const feed = new SubscriptionFeed(followed.client, place.after, subscription.prefixes, times.call, () => {
      contact.made();
      tries = 0;
    });
    try {
      yield* itemsOf(feed, place, signal);
    } catch (error) {
      if (!isSlowConsumer(error)) contact.lost(error);
    } finally {
      feed.close();
    }
    await wait(pauseBefore(tries, times), undefined, { signal }).catch(() => undefined);
  }
}

interface Place {
  after: LogPosition | null;
  isLive: boolean;
}

async function* itemsOf(feed: SubscriptionFeed, place: Place, signal: AbortSignal): AsyncGenerator<SubscriptionItem> {
  for (;;) {
    const batch = await feed.next(signal);
    if (batch === null) return;
    place.after = batch.position ?? place.after;
    if (batch.events.length > 0) yield { kind: 'events', events: batch.events };
    if (!batch.caughtUp || place.isLive || signal.aborted) continue;
    place.isLive = true;
    yield { kind: 'caughtUp', position: place.after === null ? null : positionText(place.after) };
  }
}
