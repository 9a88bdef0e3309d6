import { afterRenderEffect, Directive, effect, inject, untracked } from '@angular/core';
import { GraphComponent } from '@swimlane/ngx-graph';
import { cardSize } from '../placement/placement.js';
import { ScreenStore } from '../screen/screen.store.js';
import { fitted, refitted, revealed, toGraph, zoomedAround, type Viewport } from '../screen/viewport.js';
import { SessionStore } from '../session/session.store.js';
import { UrlStore } from '../url/url.store.js';
import { PlacementStore } from './placement.store.js';

/** Moves the part of the graph that is on screen: by hand, and to keep in view what matters. */
@Directive({ selector: 'ngx-graph[ghCamera]', exportAs: 'ghCamera' })
export class CameraDirective {
  private readonly drawn = inject(GraphComponent);
  private readonly placements = inject(PlacementStore);
  private readonly screen = inject(ScreenStore);
  private readonly url = inject(UrlStore);
  private readonly session = inject(SessionStore);

  constructor() {
    afterRenderEffect(() => this.follow());
    afterRenderEffect(() => this.makeRoom());
    effect(() => this.reveal(this.url.selected()));
    afterRenderEffect(() => this.openSharedView(this.session.organisation()?.viewport ?? null));
  }

  /** For `stateChange`. Bound in the template, because only that marks ngx-graph to be drawn again. */
  onTransform(): void {
    const { zoomLevel: zoom, panOffsetX: x, panOffsetY: y } = this.drawn;
    const now = this.screen.viewport();
    if (now.zoom !== zoom || now.x !== x || now.y !== y) this.screen.setViewport({ zoom, x, y });
  }

  zoom(factor: number): void {
    const { width, height } = this.screen.size();
    this.screen.movedByHand();
    this.look(zoomedAround({ x: width / 2, y: height / 2 }, factor, this.screen.viewport()));
  }

  fitAll(): void {
    this.screen.fitAll();
  }

  /** The canvas opens with the view that an operator saved for everyone; without one it shows everything. */
  private openSharedView(shared: Viewport | null): void {
    if (shared === null || (shared.x === 0 && shared.y === 0 && shared.zoom === 1)) return;
    untracked(() => {
      if (!this.screen.followsAll()) return;
      this.screen.movedByHand();
      this.look(shared);
    });
  }

  /** Keeps everything in view while the graph changes, until the view is moved by hand. */
  private follow(): void {
    const { bounds } = this.placements.placement();
    const size = this.screen.size();
    this.screen.fitRequests();
    untracked(() => {
      if (bounds !== null && size.width > 0 && this.screen.followsAll())
        this.look(fitted(bounds, size, this.screen.insets()));
    });
  }

  /** Keeps the graph in view when the panel or the time bar opens or closes. */
  private makeRoom(): void {
    const insets = this.screen.insets();
    untracked(() => {
      const { bounds } = this.placements.placement();
      const now = this.screen.viewport();
      if (bounds === null || this.screen.size().width === 0 || !this.screen.followsAll()) return;
      const next = refitted(bounds, now, this.screen.size(), insets);
      if (next !== now) this.look(next);
    });
  }

  /** Brings the selected workspace into view. */
  private reveal(id: string | null): void {
    const insets = this.screen.insets();
    untracked(() => {
      const at = id === null ? undefined : this.placements.placement().positions.get(id);
      if (at === undefined || this.screen.size().width === 0) return;
      const half = { x: cardSize.width / 2, y: cardSize.height / 2 };
      const next = revealed(at, half, this.screen.viewport(), this.screen.size(), insets);
      const now = this.screen.viewport();
      if (next.x !== now.x || next.y !== now.y) this.look(next);
    });
  }

  private look(viewport: Viewport): void {
    // ngx-graph pans by the size that it knows, which is stale right after the window was resized.
    const { width, height } = this.drawn.dims;
    const centre = toGraph({ x: width / 2, y: height / 2 }, viewport);
    this.drawn.zoomTo(viewport.zoom, { layout: false });
    this.drawn.panTo(centre.x, centre.y);
  }
}
