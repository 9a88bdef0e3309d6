import { computed, inject } from '@angular/core';
import type { EventItem, GraphWorkspace, OrgGraph, Position } from '@guildhall/contracts';
import { createGraphFold, type GraphFold } from '@guildhall/org-graph';
import { patchState, signalStore, withComputed, withMethods, withProps, withState } from '@ngrx/signals';
import { NextFrame } from '../platform/next-frame.js';
import { shownState, type ShownState } from './shown-state.js';
import { NodeSignals, type Expected } from './node-signals.js';

interface Pending {
  id: string;
  change: Expected;
  /** Position of the command's answer; null: not answered yet. */
  position: Position | null;
}

interface GraphFeed {
  live: GraphFold;
  /** The fold of the past while somebody looks at it. */
  past: GraphFold | null;
  livePosition: Position;
  pending: Set<Pending>;
  dirty: Set<string>;
}

/** The organisation as the screen shows it: live, or at a moment of the past; both come from the same fold. */
export const OrgGraphStore = signalStore(
  { providedIn: 'root' },
  withState({ isLoaded: false, isPast: false }),
  withProps(() => ({
    nodes: new NodeSignals(),
    feed: {
      live: createGraphFold(''),
      past: null,
      livePosition: '',
      pending: new Set<Pending>(),
      dirty: new Set<string>(),
    } as GraphFeed,
  })),
  withComputed(({ nodes }) => ({
    structure: nodes.structure,
    counts: computed(() => countsOf(nodes.all())),
    removed: computed(() => nodes.all().filter(({ removed }) => removed !== null)),
  })),
  withMethods(({ nodes, feed, ...store }, frame = inject(NextFrame)) => {
    const read = (id: string): GraphWorkspace | undefined => {
      const folded = (feed.past ?? feed.live).get(id);
      if (folded === undefined || feed.past !== null || feed.pending.size === 0) return folded;
      const changes = [...feed.pending].filter((pending) => pending.id === id).map(({ change }) => change);
      return changes.length === 0 ? folded : Object.assign({}, folded, ...changes);
    };
    const settle = (): void => {
      for (const pending of feed.pending) {
        if (pending.position === null || pending.position > feed.livePosition) continue;
        feed.pending.delete(pending);
        feed.dirty.add(pending.id);
      }
    };
    const flush = (): void => {
      settle();
      nodes.update(feed.dirty, read);
      feed.dirty.clear();
    };
    const redraw = (): void => {
      const fold = feed.past ?? feed.live;
      nodes.replace(fold.toGraph().workspaces.map((one) => read(one.id) ?? one));
      feed.dirty.clear();
      patchState(store, { isLoaded: true, isPast: feed.past !== null });
    };
    const expect = (ids: readonly string[], change: Expected): ((position: Position | null) => void) => {
      const expected = ids.map((id): Pending => ({ id, change, position: null }));
      const mark = (): void => {
        for (const id of ids) feed.dirty.add(id);
        flush();
      };
      for (const pending of expected) feed.pending.add(pending);
      mark();
      return (position) => {
        for (const pending of expected) {
          if (position === null) feed.pending.delete(pending);
          else pending.position = position;
        }
        mark();
      };
    };
    return {
      get: (id: string): GraphWorkspace | undefined => nodes.get(id),
      all: (): GraphWorkspace[] => nodes.all(),
      /** All that are not removed. */
      present: (): GraphWorkspace[] => nodes.all().filter(({ removed }) => removed === null),
      /** A workspace as the live log knows it, also while the past is shown. */
      live: (id: string): GraphWorkspace | undefined => feed.live.get(id),

      startLive(graph: OrgGraph, position: Position): void {
        feed.live = createGraphFold(graph.org, graph);
        feed.livePosition = position;
        settle();
        if (feed.past === null) redraw();
        else patchState(store, { isLoaded: true });
      },
      /** Folds at once; the screen follows with the next frame. */
      applyLive(items: readonly EventItem[], position: Position): void {
        for (const item of items) for (const id of feed.live.apply(item)) if (feed.past === null) feed.dirty.add(id);
        feed.livePosition = position;
        if (feed.past === null && (feed.dirty.size > 0 || feed.pending.size > 0)) frame.request(flush);
      },
      showPast(graph: OrgGraph): void {
        feed.past = createGraphFold(graph.org, graph);
        redraw();
      },
      applyPast(items: readonly EventItem[]): void {
        const past = feed.past;
        if (past === null) return;
        for (const item of items) for (const id of past.apply(item)) feed.dirty.add(id);
        frame.request(flush);
      },
      showLive(): void {
        feed.past = null;
        redraw();
      },
      /** Ids of everybody below a workspace that is shown. */
      teamOf(id: string): string[] {
        const children = Map.groupBy(nodes.structure(), ({ parentId }) => parentId);
        const below = (parent: string): string[] =>
          (children.get(parent) ?? []).flatMap((child) => [child.id, ...below(child.id)]);
        return below(id);
      },
      /** Shows a change before the log confirms it; the result settles it at the answer's position, or with null takes it back. */
      expect,
    };
  }),
);

const countsOf = (all: readonly GraphWorkspace[]): { state: ShownState; count: number }[] => {
  const counts = new Map<ShownState, number>();
  for (const workspace of all) {
    if (workspace.removed !== null) continue;
    const state = shownState(workspace);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => ({ state, count }));
};
