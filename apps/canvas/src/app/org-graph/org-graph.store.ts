import { computed, inject } from '@angular/core';
import type { EventItem, GraphWorkspace, OrgGraph, Position } from '@guildhall/contracts';
import { patchState, signalStore, withComputed, withMethods, withProps, withState } from '@ngrx/signals';
import { NextFrame } from '../platform/next-frame.js';
import { GraphFeed } from './graph-feed.js';
import type { Expected } from './node-signals.js';
import { shownState, type ShownState } from '../agent-state/shown-state.js';

/** The organisation as the screen shows it: live, or at a moment of the past; both come from the same fold. */
export const OrgGraphStore = signalStore(
  { providedIn: 'root' },
  withState({ isLoaded: false, isPast: false }),
  withProps(() => ({ feed: new GraphFeed(inject(NextFrame)) })),
  withComputed(({ feed: { nodes } }) => ({
    /** All that are not removed; a new list only when a workspace appears, disappears or moves. */
    structure: nodes.structure,
    counts: computed(() => countsOf(nodes.all())),
    removed: computed(() => nodes.all().filter(({ removed }) => removed !== null)),
  })),
  withMethods(({ feed, ...store }) => ({
    get: (id: string): GraphWorkspace | undefined => feed.nodes.get(id),
    live: (id: string): GraphWorkspace | undefined => feed.live(id),
    all: (): GraphWorkspace[] => feed.nodes.all(),
    present: (): GraphWorkspace[] => feed.nodes.all().filter(({ removed }) => removed === null),
    /** Ids of all workspaces on screen below one. */
    teamOf(id: string): string[] {
      const children = Map.groupBy(feed.nodes.structure(), ({ parentId }) => parentId);
      const below = (parent: string): string[] =>
        (children.get(parent) ?? []).flatMap((child) => [child.id, ...below(child.id)]);
      return below(id);
    },
    startLive(graph: OrgGraph, position: Position): void {
      feed.startLive(graph, position);
      patchState(store, { isLoaded: true });
    },
    applyLive: (items: readonly EventItem[], position: Position): void => feed.applyLive(items, position),
    showPast(graph: OrgGraph): void {
      feed.showPast(graph);
      patchState(store, { isPast: true });
    },
    applyPast: (items: readonly EventItem[]): void => feed.applyPast(items),
    showLive(): void {
      feed.showLive();
      patchState(store, { isPast: false });
    },
    expect: (ids: readonly string[], change: Expected) => feed.expect(ids, change),
  })),
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
