import { computed, inject } from '@angular/core';
import {
  instantOf,
  type EventItem,
  type GraphState,
  type HistoryRangeView,
  type LogEnd,
  type Moment,
} from '@guildhall/contracts';
import { patchState, signalStore, withComputed, withMethods, withProps, withState } from '@ngrx/signals';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { LiveStore } from '../live/live.store.js';
import { NextFrame } from '../platform/next-frame.js';
import { PLATFORM } from '../platform/platform.js';
import { UrlStore } from '../url/url.store.js';
import { NewestFirst } from './newest-first.js';
import { Upcoming } from './upcoming.js';

interface TimeState {
  /** The moment that is shown; null: live. */
  moment: LogEnd | null;
  /** Ordinal under the slider's thumb while its graph is on the way. */
  wanted: number | null;
  range: HistoryRangeView | null;
  isPlaying: boolean;
  speed: number;
  problem: unknown;
}

const initial: TimeState = { moment: null, wanted: null, range: null, isPlaying: false, speed: 1, problem: null };
/** A page that was asleep must not play everything that it missed at once. */
const longestFrameMs = 250;
const reason = 'You are viewing the past. Return to live to make changes.';

/** The time machine: which moment is shown, and how it moves. Live and past use the same fold. */
export const TimeStore = signalStore(
  { providedIn: 'root' },
  withState(initial),
  withProps((_store, platform = inject(PLATFORM)) => ({
    upcoming: new Upcoming((query) => platform.history.page({ query })),
  })),
  withComputed(({ moment, wanted, range }, live = inject(LiveStore)) => ({
    isPast: computed(() => moment() !== null || wanted() !== null),
    first: computed(() => range()?.first?.ordinal ?? 1),
    last: computed(() => Math.max(live.ordinal(), range()?.last?.ordinal ?? 0, 1)),
    /** Why nothing can be changed now; null: it can. */
    frozen: computed(() => (moment() === null && wanted() === null ? null : reason)),
  })),
  withMethods(
    ({ upcoming, ...store }, platform = inject(PLATFORM), graph = inject(OrgGraphStore), url = inject(UrlStore)) => ({
      async loadRange(): Promise<void> {
        const range = await platform.history.range().catch(() => null);
        if (range !== null) patchState(store, { range });
      },
      /** Shows a moment that the platform answered; `next` is the one asked for meanwhile. */
      _arrive({ position, ordinal, at, graph: shown }: GraphState, next: Moment | null): void {
        graph.showPast(shown);
        // Only an empty log has no time.
        const reached = at ?? instantOf(0);
        upcoming.startAfter(ordinal, reached);
        const moment = { position, ordinal, at: reached };
        patchState(store, { moment, wanted: next?.ordinal ?? null, problem: null });
        url.setMoment(ordinal);
      },
      /** Advances to these events by folding them. */
      advance(items: readonly EventItem[]): void {
        const last = items.at(-1);
        if (last === undefined) return;
        graph.applyPast(items);
        const { position, ordinal, recordedAt: at } = last;
        patchState(store, { moment: { position, ordinal, at }, wanted: null });
        url.setMoment(ordinal);
      },
      pause: () => patchState(store, { isPlaying: false }),
      setSpeed: (speed: number) => patchState(store, { speed }),
    }),
  ),
  withMethods((store, platform = inject(PLATFORM), graph = inject(OrgGraphStore), url = inject(UrlStore)) => {
    const requests = new NewestFirst<Moment, GraphState>(
      (moment) => platform.history.state({ query: moment }),
      (state, next) => store._arrive(state, next),
      (problem) => patchState(store, { problem, wanted: null }),
    );
    return {
      goTo(moment: Moment): void {
        patchState(store, { wanted: moment.ordinal ?? store.moment()?.ordinal ?? store.last(), isPlaying: false });
        requests.want(moment);
      },
      backToLive(): void {
        requests.forget();
        patchState(store, { moment: null, wanted: null, isPlaying: false, problem: null });
        graph.showLive();
        url.setMoment(null);
      },
    };
  }),
  withMethods(({ upcoming, ...store }, frame = inject(NextFrame)) => {
    let drawnAt = 0;
    const more = async (): Promise<void> => {
      try {
        const isMore = await upcoming.fetch();
        if (!isMore && upcoming.isEmpty) store.pause();
      } catch (problem) {
        patchState(store, { problem, isPlaying: false });
      }
    };
    const tick = (): void => {
      if (!store.isPlaying()) return;
      const now = performance.now();
      const passed = Math.min(now - drawnAt, longestFrameMs);
      drawnAt = now;
      store.advance(upcoming.due(passed, store.speed()));
      const isAtEnd = upcoming.isEmpty && (store.moment()?.ordinal ?? 0) >= store.last();
      if (isAtEnd) store.pause();
      else if (upcoming.isLow && store.wanted() === null) void more();
      frame.request(tick);
    };
    return {
      /** Moves by one event. Forwards it is folded here; backwards the platform sends the graph. */
      async step(by: 1 | -1): Promise<void> {
        const from = store.wanted() ?? store.moment()?.ordinal ?? store.last();
        if (by === -1 || store.moment() === null) return store.goTo({ ordinal: Math.max(store.first(), from - 1) });
        store.pause();
        if (upcoming.isEmpty) await more();
        store.advance(upcoming.next());
      },
      play(): void {
        if (store.moment() === null) store.goTo({ ordinal: store.first() });
        drawnAt = performance.now();
        patchState(store, { isPlaying: true });
        frame.request(tick);
      },
    };
  }),
);
