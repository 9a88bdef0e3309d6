import { inject, Injectable, signal } from '@angular/core';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import type { Point } from '../../placement/geometry.js';
import { cardSize } from '../../placement/placement.js';
import { ScreenStore } from '../../screen/screen.store.js';
import { toGraph } from '../../screen/viewport.js';
import { WorkspacesStore } from '../../workspaces/workspaces.store.js';
import { PlacementStore } from '../placement.store.js';
import { draggedTo, type Drag } from './node-drag.js';

/** Drags a workspace to another place, or onto the workspace that it reports to from then on. */
@Injectable({ providedIn: 'root' })
export class NodeDragging {
  private readonly graph = inject(OrgGraphStore);
  private readonly placements = inject(PlacementStore);
  private readonly screen = inject(ScreenStore);
  private readonly workspaces = inject(WorkspacesStore);
  private readonly current = signal<Drag | null>(null);
  /** Null: nothing is dragged. */
  readonly drag = this.current.asReadonly();

  /** Moves a workspace with the pointer; `from` and `at` are points on the screen. */
  move(id: string, from: Point, at: Point): void {
    const { positions } = this.placements.placement();
    const centre = positions.get(id);
    if (centre === undefined) return;
    const viewport = this.screen.viewport();
    const taken = toGraph(from, viewport);
    const drag = this.current() ?? { id, grip: { x: taken.x - centre.x, y: taken.y - centre.y } };
    const team = new Set(this.graph.teamOf(id));
    const parentId = this.graph.get(id)?.parentId ?? null;
    this.current.set(draggedTo(drag, toGraph(at, viewport), { positions, size: cardSize, parentId, team }));
  }

  drop(): void {
    const drag = this.current();
    this.cancel();
    if (drag === null) return;
    const { id, at, grip, target } = drag;
    if (target === null) void this.workspaces.move(id, Math.round(at.x - grip.x), Math.round(at.y - grip.y));
    else void this.workspaces.placeBelow(id, target.id);
  }

  cancel(): void {
    this.current.set(null);
  }

  /** Whether the dragged workspace may be dropped on another one; null: it is not over it. */
  dropOn(id: string): 'allowed' | 'refused' | null {
    const target = this.current()?.target ?? null;
    return target?.id !== id ? null : target.isAllowed ? 'allowed' : 'refused';
  }
}
