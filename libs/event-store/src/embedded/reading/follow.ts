import type { Subscription, SubscriptionItem } from '../../port.js';
import type { CommitSignal } from './commit-signal.js';
import type { LogReader } from './log-reader.js';

const pageEvents = 500;

/**
 * History first, then live events. Both are read from the log page by page as the consumer asks, so a slow consumer
 * fills no memory and misses no event.
 */
export async function* follow(
  reader: LogReader,
  signal: CommitSignal,
  subscription: Subscription,
): AsyncGenerator<SubscriptionItem> {
  const { prefixes, signal: abort } = subscription;
  let after = subscription.after;
  let isLive = false;
  while (!abort.aborted) {
    const token = signal.token();
    const read = reader.readAll({
      ...(after === undefined ? {} : { after }),
      ...(prefixes === undefined ? {} : { prefixes }),
      limit: pageEvents,
    });
    after = read.next ?? after;
    if (read.events.length > 0) yield { kind: 'events', events: read.events };
    if (!read.end) continue;
    if (!isLive) {
      isLive = true;
      yield { kind: 'caughtUp', position: after ?? null };
    }
    await signal.changedFrom(token, abort);
  }
}
