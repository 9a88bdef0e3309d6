import type { GraphState } from '@guildhall/contracts';
import type { EventStore } from '@guildhall/event-store';
import type { GraphFold } from '@guildhall/org-graph';
import { Injectable } from '@nestjs/common';
import { OrgGraphs } from '../graph/org-graphs.js';
import type { Place } from '../live/past-events.js';
import { LogFollower } from '../log/log-follower.js';
import { InjectEventStore } from '../stores/injection.js';
import { Keyframes } from './keyframes.js';
import { Moments, type Moment } from './moments.js';

const pageSize = 1_000;
const rememberedStates = 16;

/** The organisation graph as it was at any moment. */
@Injectable()
export class PastGraphs {
  private readonly states = new Map<string, GraphState>();

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
    const key = `${org}\n${place.position}`;
    const remembered = this.states.get(key);
    if (remembered !== undefined) return remembered;
    const graph = (await this.foldedTo(org, place)).toGraph();
    const state: GraphState = { position: place.position, ordinal: place.ordinal, at: place.at, graph };
    this.remember(key, state);
    return state;
  }

  /** At the head of the log as it is now: callers find what they have just written. */
  private async present(org: string): Promise<GraphState> {
    await this.follower.reached((await this.store.head()).position);
    const { position, ordinal, recordedAt } = this.follower;
    return { position: position ?? '', ordinal, at: recordedAt, graph: this.graphs.graph(org) };
  }

  /** Nearest keyframe at or before the place, plus the events between. */
  private async foldedTo(org: string, place: Place): Promise<GraphFold> {
    const { fold, position } = await this.keyframes.before(org, place.ordinal);
    let after = position;
    for (;;) {
      const page = await this.store.readAll({ ...(after === null ? {} : { after }), limit: pageSize });
      for (const event of page.events) {
        if (event.position > place.position) return fold;
        if (event.metadata.org === org) fold.apply(event);
      }
      if (page.end || page.next === null || page.next >= place.position) return fold;
      after = page.next;
    }
  }

  private remember(key: string, state: GraphState): void {
    this.states.set(key, state);
    const oldest = this.states.keys().next();
    if (this.states.size > rememberedStates && oldest.done !== true) this.states.delete(oldest.value);
  }
}
