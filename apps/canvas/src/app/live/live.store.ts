import { inject } from '@angular/core';
import type { EventItem, Ordinal, Position, ProblemBody } from '@guildhall/contracts';
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
  withMethods(({ passed, link, ...store }, graph = inject(OrgGraphStore), open = inject(OPEN_LIVE)) => {
    const activity = inject(ActivityStore);
    return {
      start(): void {
        if (link.client !== null) return;
        link.client = open();
        link.client.subscribe(
          { kind: 'organisation' },
          {
            snapshot: (frame) => {
              if (frame.foldVersion !== graphFoldVersion || frame.graph === null) {
                patchState(store, { isOutdated: true });
                throw new Error(
                  `The platform folds with version ${frame.foldVersion}, this page with ${graphFoldVersion}.`,
                );
              }
              graph.startLive(frame.graph, frame.position);
              patchState(store, { position: frame.position, ordinal: frame.ordinal, isOutdated: false });
            },
            events: (frame) => {
              graph.applyLive(frame.items, frame.to);
              const at = frame.items.at(-1)?.recordedAt ?? store.at();
              patchState(store, { position: frame.to, ordinal: frame.ordinal, at, problem: null });
              if (frame.items.length > 0) passed.next(frame.items);
            },
            telemetry: (frame) => activity.onTelemetry(frame),
            state: (connection) => {
              if (!isSame(store.connection(), connection)) patchState(store, { connection });
            },
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
    };
  }),
);

const isSame = (a: LiveState, b: LiveState): boolean => JSON.stringify(a) === JSON.stringify(b);
