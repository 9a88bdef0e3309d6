import { inject } from '@angular/core';
import type { EventItem, EventsFrame, Ordinal, Position, ProblemBody, SnapshotFrame } from '@guildhall/contracts';
import type { LiveClient, LiveState } from '@guildhall/client';
import { graphFoldVersion } from '@guildhall/org-graph';
import { patchState, signalStore, withMethods, withProps, withState } from '@ngrx/signals';
import { Subject } from 'rxjs';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { OPEN_LIVE } from '../platform/platform.js';
import { ActivityStore } from './activity.store.js';

interface LiveFeedState {
  connection: LiveState;
  position: Position;
  ordinal: Ordinal;
  /** Time of the newest event; null: none yet. */
  at: string | null;
  /** The server uses another fold version than this page, which must be reloaded. */
  isOutdated: boolean;
  problem: ProblemBody | null;
}

const initial: LiveFeedState = {
  connection: { kind: 'reconnecting', since: Date.now(), problem: null },
  position: '',
  ordinal: 0,
  at: null,
  isOutdated: false,
  problem: null,
};

/** The live feed of the organisation: feeds the graph, knows its position, and passes the events on. */
export const LiveStore = signalStore(
  { providedIn: 'root' },
  withState(initial),
  withProps(() => ({
    /** Events as they arrive, after they were applied. */
    passed: new Subject<readonly EventItem[]>(),
    link: { client: null as LiveClient | null },
  })),
  withMethods(({ passed, ...store }, graph = inject(OrgGraphStore)) => ({
    _onSnapshot({ foldVersion, graph: folded, position, ordinal }: SnapshotFrame): void {
      if (foldVersion !== graphFoldVersion || folded === null) {
        patchState(store, { isOutdated: true });
        throw new Error(`The platform folds with version ${foldVersion}, this page with ${graphFoldVersion}.`);
      }
      graph.startLive(folded, position);
      patchState(store, { position, ordinal, isOutdated: false });
    },
    _onEvents({ items, to, ordinal }: EventsFrame): void {
      graph.applyLive(items, to);
      const at = items.at(-1)?.recordedAt ?? store.at();
      patchState(store, { position: to, ordinal, at, problem: null });
      if (items.length > 0) passed.next(items);
    },
    _onState(connection: LiveState): void {
      if (!isSame(store.connection(), connection)) patchState(store, { connection });
    },
  })),
  withMethods(({ link, ...store }, open = inject(OPEN_LIVE), activity = inject(ActivityStore)) => ({
    start(): void {
      if (link.client !== null) return;
      link.client = open();
      link.client.subscribe(
        { kind: 'organisation' },
        {
          snapshot: (frame) => store._onSnapshot(frame),
          events: (frame) => store._onEvents(frame),
          telemetry: (frame) => activity.onTelemetry(frame),
          state: (connection) => store._onState(connection),
          problem: (problem) => patchState(store, { problem }),
          failed: (error) => console.error(error),
        },
        { foldVersion: graphFoldVersion },
      );
    },
    retry(): void {
      link.client?.retry();
    },
    stop(): void {
      link.client?.close();
      link.client = null;
      activity.clear();
    },
  })),
);

const isSame = (a: LiveState, b: LiveState): boolean => JSON.stringify(a) === JSON.stringify(b);
