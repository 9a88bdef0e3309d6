import { computed, inject, Injectable } from '@angular/core';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { place } from '../placement/placement.js';
import { ScreenStore } from '../screen/screen.store.js';
import { isInside, isSameBox, regionOf, type Detail } from '../screen/viewport.js';
import { drawing } from './tree-layout.js';

/** Where every workspace stands in the graph, and how much of it is drawn. */
@Injectable({ providedIn: 'root' })
export class PlacementStore {
  private readonly graph = inject(OrgGraphStore);
  private readonly screen = inject(ScreenStore);

  readonly placement = computed(() => place(this.graph.structure(), this.screen.form()));
  readonly drawing = computed(() => drawing(this.placement()));
  /** Ids of the workspaces that have a team. */
  readonly leads = computed(() => [...new Set(this.graph.structure().flatMap(({ parentId }) => parentId ?? []))]);
  private readonly region = computed(() => regionOf(this.screen.viewport(), this.screen.size()), { equal: isSameBox });

  /** Workspaces off screen are drawn as dots, which cost least. */
  detailOf(id: string): Detail {
    const at = this.placement().positions.get(id);
    return at !== undefined && isInside(at, this.region()) ? this.screen.detail() : 'dot';
  }
}
