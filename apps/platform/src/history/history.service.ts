import {
  GuildhallError,
  type EventItem,
  type GraphState,
  type Instant,
  type Ordinal,
  type Page,
  type Position,
  type RecordedEvent,
} from '@guildhall/contracts';
import type { BlobStore } from '@guildhall/blob-store';
import type { EventStore } from '@guildhall/event-store';
import { createGraphFold, graphFoldVersion, type GraphFold } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { LogFollower } from '../log/log-follower.js';
import { OrgGraphs } from '../graph/org-graphs.js';
import { Views } from '../stores/views.js';
import { eventItem } from '../live/event-item.js';
import { FeedIndex, type FeedFilter, type FeedRow } from './feed-index.js';
import { isVisible, type Viewer } from '../live/visibility.js';
import { InjectBlobStore, InjectEventStore } from '../stores/injection.js';

/** A moment of the log: its three names. */
export interface Place {
  position: Position;
  ordinal: Ordinal;
  at: Instant | null;
}
export interface Moment {
  position?: Position;
  ordinal?: Ordinal;
  at?: Instant;
}

const pageSize = 1_000;
const rememberedStates = 16;

/** Answers about the past: the graph at a moment, and the events around it. */
@Injectable()
export class HistoryService {
  private readonly states = new Map<string, GraphState>();

  constructor(
    @InjectEventStore() private readonly store: EventStore,
    @InjectBlobStore() private readonly blobs: BlobStore,
    private readonly views: Views,
    private readonly feed: FeedIndex,
    private readonly graphs: OrgGraphs,
    private readonly follower: LogFollower,
  ) {}

  /** The place that a moment names; POSITION_UNKNOWN when the log has none. */
  async place(_org: string, moment: Moment): Promise<Place> {
    const found = await this.row(moment);
    if (found === null)
      throw new GuildhallError('POSITION_UNKNOWN', { value: String(moment.position ?? moment.ordinal ?? moment.at) });
    return { position: found.position, ordinal: found.ordinal, at: found.at };
  }

  /** The organisation graph at a moment; without one, at the head. */
  async state(org: string, moment: Moment): Promise<GraphState> {
    if (moment.position === undefined && moment.ordinal === undefined && moment.at === undefined)
      return this.present(org);
    const place = await this.place(org, moment);
    const key = `${org}\n${place.position}`;
    const remembered = this.states.get(key);
    if (remembered !== undefined) return remembered;
    const graph = (await this.foldedTo(org, place)).toGraph();
    const state: GraphState = { position: place.position, ordinal: place.ordinal, at: place.at, graph };
    this.remember(key, state);
    return state;
  }

  /** The next `limit` events after a place, as far as the viewer may see them. */
  async items(viewer: Viewer, after: Place, limit: number): Promise<EventItem[]> {
    const page = await this.store.readAll({ after: after.position, limit });
    return page.events
      .map((event, index) => eventItem(event, after.ordinal + 1 + index))
      .filter((item) => isVisible(item, viewer, { kind: 'organisation' }));
  }

  /** One page of history by filter. */
  async page(
    viewer: Viewer,
    filter: FeedFilter,
    options: { limit: number; after: string | null; direction: 'asc' | 'desc' },
  ): Promise<Page<EventItem>> {
    const { rows, next } = await this.feed.rows(filter, options);
    return { items: await this.itemsOf(viewer, rows), next };
  }

  /** The events of these rows, as far as the viewer may see them. */
  async itemsOf(viewer: Viewer, rows: readonly FeedRow[]): Promise<EventItem[]> {
    const items = await Promise.all(rows.map((row) => this.item(row)));
    return items.filter((item) => isVisible(item, viewer, { kind: 'organisation' }));
  }

  /** At the head of the log as it is now: whoever has just written finds it here. */
  private async present(org: string): Promise<GraphState> {
    await this.follower.reached((await this.store.head()).position);
    const { position, ordinal, recordedAt } = this.follower;
    return { position: position ?? '', ordinal, at: recordedAt, graph: this.graphs.graph(org) };
  }

  private async row(moment: Moment): Promise<FeedRow | null> {
    if (moment.position !== undefined)
      return this.isInLog(moment.position) ? this.feed.byPosition(moment.position) : null;
    if (moment.ordinal !== undefined) {
      if (moment.ordinal > this.follower.ordinal) return null;
      if (this.follower.ordinal - moment.ordinal < pageSize) await this.views.reached('feed', this.follower.position);
      return this.feed.byOrdinal(moment.ordinal);
    }
    await this.views.reached('feed', this.follower.position);
    return this.feed.at(moment.at ?? '');
  }

  /** Positions of one log have one width and sort as text. */
  private isInLog(position: Position): boolean {
    const head = this.follower.position;
    return head !== null && position.length === head.length && position <= head;
  }

  private async item(row: FeedRow): Promise<EventItem> {
    const after = row.revision === 0 ? {} : { after: row.revision - 1 };
    const [event] = await this.store.readStream(row.stream, { ...after, direction: 'forwards', limit: 1 });
    if (event === undefined) throw new Error(`the log lost ${row.stream}@${row.revision}`);
    return eventItem(event, row.ordinal);
  }

  /** Nearest keyframe at or before the place, plus the events between. */
  private async foldedTo(org: string, place: Place): Promise<GraphFold> {
    const { fold, position } = await this.keyframe(org, place.ordinal);
    let after = position;
    for (;;) {
      const page = await this.store.readAll({ ...(after === null ? {} : { after }), limit: pageSize });
      for (const event of page.events) {
        if (event.position > place.position) return fold;
        this.applyTo(fold, org, event);
      }
      if (page.end || page.next === null || page.next >= place.position) return fold;
      after = page.next;
    }
  }

  private applyTo(fold: GraphFold, org: string, event: RecordedEvent): void {
    if (event.metadata.org === org) fold.apply(event);
  }

  private async keyframe(org: string, ordinal: Ordinal): Promise<{ fold: GraphFold; position: Position | null }> {
    const filter = { org, foldVersion: graphFoldVersion, ordinal: { $lte: ordinal } };
    const found = await this.views.find('graph_keyframes', filter, {
      sort: [{ field: 'ordinal', direction: 'desc' }],
      limit: 1,
    });
    const keyframe = found.items[0];
    const bytes = keyframe === undefined ? null : await this.blobs.get(String(keyframe['digest']));
    if (keyframe === undefined || bytes === null) return { fold: createGraphFold(org), position: null };
    return {
      fold: createGraphFold(org, JSON.parse(Buffer.from(bytes).toString('utf8'))),
      position: String(keyframe['position']),
    };
  }

  private remember(key: string, state: GraphState): void {
    this.states.set(key, state);
    const oldest = this.states.keys().next();
    if (this.states.size > rememberedStates && oldest.done !== true) this.states.delete(oldest.value);
  }
}
