import {
  stopOf,
  type GraphState,
  type GraphWorkspace,
  type Moment,
  type Position,
  type RecordedEvent,
  type WorkspaceDetails,
} from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import type { GraphFold } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../graph/org-graphs.js';
import type { Place } from '../live/past-events.js';
import { LogFollower } from '../log/log-follower.js';
import { InjectEventStore } from '../stores/injection.js';
import { Keyframes } from './keyframes.js';
import { Moments } from './moments.js';

const pageSize = 1_000;
const rememberedStates = 16;

/** The organisation graph as it was at any moment. */
@Injectable()
export class PastGraphs {
  private readonly remembered = new Map<string, GraphFold>();

  constructor(
    @InjectEventStore() private readonly store: EventStore,
    private readonly moments: Moments,
    private readonly keyframes: Keyframes,
    private readonly graphs: OrgGraphs,
    private readonly follower: LogFollower,
  ) {}

  /** The organisation graph at a moment; without one, at the head. Throws POSITION_UNKNOWN. */
  async state(org: string, moment: Moment): Promise<GraphState> {
    if (moment.position === undefined && moment.ordinal === undefined && moment.at === undefined)
      return this.present(org);
    const place = await this.moments.place(moment);
    const { position, ordinal, at } = place;
    return { position, ordinal, at, graph: (await this.foldAt(org, place)).toGraph() };
  }

  /** A workspace as it was at a position; undefined: it did not exist then. Throws POSITION_UNKNOWN. */
  async workspace(
    org: string,
    position: Position,
    id: string,
  ): Promise<{ node: GraphWorkspace; details: WorkspaceDetails } | undefined> {
    const fold = await this.foldAt(org, await this.moments.place({ position }));
    const [node, details] = [fold.get(id), fold.details(id)];
    return node && details && { node, details };
  }

  /** At the head of the log as it is now: callers find what they have just written. */
  private async present(org: string): Promise<GraphState> {
    await this.follower.reached((await this.store.head()).position);
    const { position, ordinal, recordedAt } = this.follower;
    return { position: position ?? '', ordinal, at: recordedAt, graph: this.graphs.graph(org) };
  }

  /** The fold at a place, for reading only: the next reader gets the same one. */
  private async foldAt(org: string, place: Place): Promise<GraphFold> {
    const key = `${org}\n${place.position}`;
    const remembered = this.remembered.get(key);
    if (remembered !== undefined) return remembered;
    const fold = await this.foldedTo(org, place);
    this.remember(key, fold);
    return fold;
  }

  /** Nearest keyframe at or before the place, plus the events between. */
  private async foldedTo(org: string, place: Place): Promise<GraphFold> {
    const { fold, position, ordinal } = await this.keyframes.before(org, place.ordinal);
    let after = position;
    let left = place.ordinal - ordinal;
    for (;;) {
      const limit = Math.max(1, Math.min(left, pageSize));
      const page = await this.store.readAll({ ...(after === null ? {} : { after }), limit });
      for (const event of page.events) {
        if (event.position > place.position) return fold;
        if (event.metadata.org === org) applyTo(fold, event);
      }
      if (page.end || page.next === null || page.next >= place.position) return fold;
      after = page.next;
      left -= page.events.length;
    }
  }

  private remember(key: string, fold: GraphFold): void {
    this.remembered.set(key, fold);
    const oldest = this.remembered.keys().next();
    if (this.remembered.size > rememberedStates && oldest.done !== true) this.remembered.delete(oldest.value);
  }
}

const applyTo = (fold: GraphFold, event: RecordedEvent): void => {
  try {
    fold.apply(event);
  } catch (error) {
    throw stopOf('history', error);
  }
};
