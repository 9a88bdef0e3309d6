import {
  stopOf,
  type EventItem,
  type Ordinal,
  type Page,
  type Position,
  type RecordedEvent,
} from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import { Injectable } from '@nestjs/common';
import { eventItem } from '../live/event-item.js';
import type { PastEvents, Place } from '../live/past-events.js';
import { mayBeVisible, type Viewer } from '../live/visibility.js';
import { InjectEventStore } from '../stores/injection.js';
import { FeedIndex, type FeedFilter, type FeedRow } from './feed-index.js';
import { Moments } from './moments.js';

const organisation = { kind: 'organisation' } as const;

/** The events of the log, as far as a viewer may see them. */
@Injectable()
export class RecordedEvents implements PastEvents {
  constructor(
    @InjectEventStore() private readonly store: EventStore,
    private readonly feed: FeedIndex,
    private readonly moments: Moments,
  ) {}

  at(position: Position): Promise<Place> {
    return this.moments.place({ position });
  }

  async items(viewer: Viewer, after: Place, limit: number): Promise<EventItem[]> {
    const page = await this.store.readAll({ after: after.position, limit });
    return page.events.flatMap((event, index) => itemFor(viewer, event, after.ordinal + 1 + index));
  }

  /** One page of history by filter. */
  async page(
    viewer: Viewer,
    filter: FeedFilter,
    options: { limit: number; after: string | null; direction: 'asc' | 'desc' },
  ): Promise<Page<EventItem>> {
    const { rows, next } = await this.feed.rows(filter, options);
    return { items: await this.ofRows(viewer, rows), next };
  }

  /** The events of these rows. */
  async ofRows(viewer: Viewer, rows: readonly FeedRow[]): Promise<EventItem[]> {
    return (await Promise.all(rows.map((row) => this.itemsOf(viewer, row)))).flat();
  }

  private async itemsOf(viewer: Viewer, row: FeedRow): Promise<EventItem[]> {
    const after = row.revision === 0 ? {} : { after: row.revision - 1 };
    const [event] = await this.store.readStream(row.stream, { ...after, direction: 'forwards', limit: 1 });
    if (event === undefined) throw new Error(`the log lost ${row.stream}@${row.revision}`);
    return itemFor(viewer, event, row.ordinal);
  }
}

/** The event as the viewer sees it, or nothing: what it may not see is not read either. */
const itemFor = (viewer: Viewer, event: RecordedEvent, ordinal: Ordinal): EventItem[] => {
  if (!mayBeVisible(event, viewer, organisation)) return [];
  try {
    return [eventItem(event, ordinal)];
  } catch (error) {
    throw stopOf('history', error);
  }
};
