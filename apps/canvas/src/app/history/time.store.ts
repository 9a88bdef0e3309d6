import { computed, inject } from '@angular/core';
import type { HistoryRange, LogEnd, Moment } from '@guildhall/client';
import type { EventItem, GraphState } from '@guildhall/contracts';
import { patchState, signalStore, withComputed, withMethods, withProps, withState } from '@ngrx/signals';
import { OrgGraphStore } from '../graph/org-graph.store.js';
import { LiveStore } from '../live/live.store.js';
import { PLATFORM } from '../platform/platform.js';
import { NextFrame } from '../platform/next-frame.js';
import { UrlStore } from '../url/url.store.js';
import { due, type Pace } from './playback.js';

interface TimeState {
  /** The moment that is shown; null: live. */
  moment: LogEnd | null;
  /** Ordinal under the slider's thumb while its graph is on the way. */
  wanted: number | null;
  range: HistoryRange | null;
  isPlaying: boolean;
  speed: number;
  problem: unknown;
}
/** Mutable companions of the state that no screen reads. */
interface Travel {
  asked: Moment | null;
  isAsking: boolean;
  /** Grows with every return to live: what was asked before is not wanted any more. */
  journey: number;
  queue: EventItem[];
  isFetching: boolean;
  pace: Pace;
  frameAt: number;
}

const pageSize = 500;
const initial: TimeState = { moment: null, wanted: null, range: null, isPlaying: false, speed: 1, problem: null };

const endOf = ({ position, ordinal, at }: GraphState): LogEnd => ({ position, ordinal, at: at ?? '' });

/** The time machine: which moment is shown, and how it moves. Live and past use the same fold. */
export const TimeStore = signalStore(
  { providedIn: 'root' },
  withState(initial),
  withProps(() => ({
    travel: {
      asked: null,
      isAsking: false,
      journey: 0,
      queue: [],
      isFetching: false,
      pace: { lastAt: 0, unspentMs: 0 },
      frameAt: 0,
    } as Travel,
  })),
  withComputed(({ moment, wanted, range }, live = inject(LiveStore)) => ({
    isPast: computed(() => moment() !== null || wanted() !== null),
    first: computed(() => range()?.first?.ordinal ?? 1),
    last: computed(() => Math.max(live.ordinal(), range()?.last?.ordinal ?? 0, 1)),
    /** Why nothing can be changed now; null: it can. */
    frozen: computed(() =>
      moment() === null && wanted() === null ? null : 'You are looking at the past. Return to live to make changes.',
    ),
  })),
  withMethods(
    (
      { travel, ...store },
      platform = inject(PLATFORM),
      graph = inject(OrgGraphStore),
      url = inject(UrlStore),
      frame = inject(NextFrame),
    ) => {
      const arrive = (state: GraphState): void => {
        const moment = endOf(state);
        graph.showPast(state.graph);
        travel.queue = [];
        travel.pace = { lastAt: Date.parse(moment.at), unspentMs: 0 };
        patchState(store, { moment, wanted: travel.asked?.ordinal ?? null, problem: null });
        url.setMoment(moment.ordinal);
      };
      /** One request at a time; of those asked meanwhile only the newest is sent. */
      const ask = async (): Promise<void> => {
        if (travel.isAsking) return;
        travel.isAsking = true;
        for (let moment = travel.asked; moment !== null; moment = travel.asked) {
          travel.asked = null;
          const { journey } = travel;
          try {
            const state = await platform.history.state(moment);
            if (journey === travel.journey) arrive(state);
          } catch (problem) {
            if (journey === travel.journey) patchState(store, { problem, wanted: null });
          }
        }
        travel.isAsking = false;
      };
      const fetchMore = async (): Promise<void> => {
        const moment = store.moment();
        const from = travel.queue.at(-1)?.ordinal ?? moment?.ordinal;
        if (travel.isFetching || from === undefined || from >= store.last()) return;
        travel.isFetching = true;
        const { journey } = travel;
        try {
          const page = await platform.history.page({ up_to: from + pageSize, direction: 'desc', limit: pageSize });
          const next = page.items.filter(({ ordinal }) => ordinal > from).reverse();
          const isStillWanted =
            journey === travel.journey && (travel.queue.at(-1)?.ordinal ?? store.moment()?.ordinal) === from;
          if (isStillWanted) travel.queue.push(...next);
          if (isStillWanted && next.length === 0) patchState(store, { isPlaying: false });
        } catch (problem) {
          patchState(store, { problem, isPlaying: false });
        } finally {
          travel.isFetching = false;
        }
      };
      const show = (items: readonly EventItem[]): void => {
        const last = items.at(-1);
        if (last === undefined) return;
        graph.applyPast(items);
        patchState(store, {
          moment: { position: last.position, ordinal: last.ordinal, at: last.recordedAt },
          wanted: null,
        });
        url.setMoment(last.ordinal);
      };
      const tick = (): void => {
        if (!store.isPlaying()) return;
        const now = performance.now();
        const passed = Math.min(now - travel.frameAt, 250);
        travel.frameAt = now;
        const { count, pace } = due(travel.queue, travel.pace, travel.queue.length === 0 ? 0 : passed, store.speed());
        travel.pace = pace;
        show(travel.queue.splice(0, count));
        const ordinal = store.moment()?.ordinal ?? 0;
        if (travel.queue.length === 0 && ordinal >= store.last()) patchState(store, { isPlaying: false });
        else if (travel.queue.length < pageSize / 4) void fetchMore();
        frame.request(tick);
      };
      const goTo = (moment: Moment): void => {
        travel.asked = moment;
        patchState(store, { wanted: moment.ordinal ?? store.moment()?.ordinal ?? store.last(), isPlaying: false });
        void ask();
      };
      return {
        goTo,
        async loadRange(): Promise<void> {
          const range = await platform.history.range().catch(() => null);
          if (range !== null) patchState(store, { range });
        },
        /** Moves by single events; forwards they are folded here, backwards the graph is asked for. */
        async step(by: 1 | -1): Promise<void> {
          const moment = store.moment();
          if (moment === null) return goTo({ ordinal: Math.max(store.first(), store.last() - 1) });
          if (by === -1) return goTo({ ordinal: Math.max(store.first(), (store.wanted() ?? moment.ordinal) - 1) });
          patchState(store, { isPlaying: false });
          if (travel.queue.length === 0) await fetchMore();
          show(travel.queue.splice(0, 1));
        },
        play(): void {
          if (store.moment() === null) goTo({ ordinal: store.first() });
          travel.frameAt = performance.now();
          patchState(store, { isPlaying: true });
          frame.request(tick);
        },
        pause: () => patchState(store, { isPlaying: false }),
        setSpeed: (speed: number) => patchState(store, { speed }),
        backToLive(): void {
          travel.journey += 1;
          travel.asked = null;
          travel.queue = [];
          patchState(store, { moment: null, wanted: null, isPlaying: false, problem: null });
          graph.showLive();
          url.setMoment(null);
        },
      };
    },
  ),
);
