import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { GraphComponent, LayoutService } from '@swimlane/ngx-graph';
import { LucideMaximize, LucideMinus, LucidePlus } from '@lucide/angular';
import { CommandsStore } from '../commands/commands.store.js';
import { TimeStore } from '../time/time.store.js';
import { SessionStore } from '../session/session.store.js';
import { UrlStore } from '../url/url.store.js';
import { WorkspacesStore } from '../workspaces/workspaces.store.js';
import { GraphNodeComponent } from './graph-node.component.js';
import { MessageTrailsComponent } from './message-trails.component.js';
import { dragThreshold, draggedTo, type Drag } from './node-drag.js';
import { NodeMenuDirective } from './node-menu.directive.js';
import { NodeOverlayComponent } from './node-overlay.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import type { Point } from '../placement/geometry.js';
import { cardSize, place } from '../placement/placement.js';
import { ScreenStore } from '../screen/screen.store.js';
import { shownState } from '../agent-state/shown-state.js';
import { TeamToggleComponent } from './team-toggle.component.js';
import { drawing, TreeLayout } from './tree-layout.js';
import {
  fitted,
  isInside,
  isSameBox,
  refitted,
  regionOf,
  revealed,
  toGraph,
  zoomedAround,
  zoomLimits,
  type Detail,
  type Viewport,
} from '../screen/viewport.js';

interface Press {
  id: string | null;
  from: Point;
  isMoved: boolean;
}

/** The organisation as a tree of cards: drawn by ngx-graph, placed by us. */
@Component({
  selector: 'gh-graph-view',
  imports: [
    GraphComponent,
    GraphNodeComponent,
    LucideMaximize,
    LucideMinus,
    LucidePlus,
    MessageTrailsComponent,
    NodeOverlayComponent,
    TeamToggleComponent,
  ],
  hostDirectives: [NodeMenuDirective],
  providers: [LayoutService],
  templateUrl: './graph-view.component.html',
  styleUrl: './graph-view.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '(pointerdown)': 'onPointerDown($event)',
    '(pointermove)': 'onPointerMove($event)',
    '(pointerup)': 'onPointerUp($event)',
    '(pointercancel)': 'letGo()',
    '(dblclick)': 'onDoubleClick($event)',
    '(wheel)': 'screen.movedByHand()',
    '(document:keydown.escape)': 'letGo()',
  },
})
export class GraphViewComponent {
  protected readonly graph = inject(OrgGraphStore);
  protected readonly screen = inject(ScreenStore);
  private readonly workspaces = inject(WorkspacesStore);
  protected readonly commands = inject(CommandsStore);
  protected readonly url = inject(UrlStore);
  private readonly session = inject(SessionStore);
  private readonly time = inject(TimeStore);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly drawn = viewChild.required(GraphComponent);

  protected readonly layout = new TreeLayout();
  protected readonly zoomLimits = zoomLimits;
  protected readonly size = cardSize;
  protected readonly sameColour = (): string => '';
  protected readonly placement = computed(() => place(this.graph.structure(), this.screen.form()));
  protected readonly drawing = computed(() => drawing(this.placement()));
  protected readonly drag = signal<Drag | null>(null);
  private press: Press | null = null;
  private readonly region = computed(() => regionOf(this.screen.viewport(), this.screen.size()), { equal: isSameBox });

  protected readonly dimmed = computed(() => {
    const filters = this.url.filters();
    if (filters.length === 0) return new Set<string>();
    return new Set(
      this.graph
        .all()
        .filter((one) => !filters.includes(shownState(one)))
        .map(({ id }) => id),
    );
  });
  protected readonly teams = computed(() => [
    ...new Set(this.graph.structure().flatMap(({ parentId }) => parentId ?? [])),
  ]);
  /** The one card that Tab reaches; arrow keys move on from there. */
  protected readonly tabStop = computed(() => {
    const selected = this.url.selected();
    const { positions } = this.placement();
    return selected !== null && positions.has(selected) ? selected : (positions.keys().next().value ?? null);
  });

  constructor() {
    const observer = new ResizeObserver(() => this.measure());
    observer.observe(this.host.nativeElement);
    inject(DestroyRef).onDestroy(() => observer.disconnect());

    // ngx-graph redraws by itself only when it has both nodes and links.
    afterRenderEffect(() => {
      const { nodes, links } = this.drawing();
      if (nodes.length === 0 || links.length === 0) this.drawn().update();
    });
    afterRenderEffect(() => this.follow());
    afterRenderEffect(() => this.makeRoom());
    effect(() => this.reveal(this.url.selected()));
    afterRenderEffect(() => this.takeSharedView(this.session.organisation()?.viewport ?? null));
  }

  /** Cards off screen are drawn as dots, which cost least. */
  protected detail(id: string): Detail {
    const at = this.placement().positions.get(id);
    return at !== undefined && isInside(at, this.region()) ? this.screen.detail() : 'dot';
  }

  protected target(id: string): 'allowed' | 'refused' | null {
    const target = this.drag()?.target ?? null;
    return target?.id !== id ? null : target.isAllowed ? 'allowed' : 'refused';
  }

  protected onTransform(): void {
    const { zoomLevel: zoom, panOffsetX: x, panOffsetY: y } = this.drawn();
    const now = this.screen.viewport();
    if (now.zoom !== zoom || now.x !== x || now.y !== y) this.screen.setViewport({ zoom, x, y });
  }

  protected zoom(factor: number): void {
    const { width, height } = this.screen.size();
    this.screen.movedByHand();
    this.look(zoomedAround({ x: width / 2, y: height / 2 }, factor, this.screen.viewport()));
  }

  protected onPointerDown(event: PointerEvent): void {
    const element = event.target as Element;
    if (event.button !== 0 || element.closest('.overlay, .controls, [data-team]') !== null) return;
    this.press = {
      id: element.closest('[data-node]')?.getAttribute('data-node') ?? null,
      from: this.pointer(event),
      isMoved: false,
    };
  }

  protected onPointerMove(event: PointerEvent): void {
    const { press } = this;
    if (press === null) return;
    const at = this.pointer(event);
    const isFar = Math.hypot(at.x - press.from.x, at.y - press.from.y) > dragThreshold;
    if (!press.isMoved && isFar) {
      press.isMoved = true;
      if (press.id === null) this.screen.movedByHand();
      else this.host.nativeElement.setPointerCapture(event.pointerId);
    }
    if (press.isMoved && press.id !== null && this.time.frozen() === null) this.dragTo(press.id, press.from, at);
  }

  protected onPointerUp(event: PointerEvent): void {
    const { press } = this;
    const drag = this.drag();
    this.letGo();
    if (press === null) return;
    if (!press.isMoved) {
      if (press.id === null) this.url.select(null);
      else this.url.open(press.id);
      if (press.id !== null)
        (event.target as Element).closest<SVGElement>('[data-node]')?.focus({ preventScroll: true });
    } else if (drag !== null) this.drop(drag);
  }

  protected onDoubleClick(event: MouseEvent): void {
    const id = (event.target as Element).closest('[data-node]')?.getAttribute('data-node') ?? null;
    if (id !== null && this.time.frozen() === null) this.screen.rename(id);
  }

  protected letGo(): void {
    this.press = null;
    this.drag.set(null);
  }

  private dragTo(id: string, from: Point, at: Point): void {
    const { positions } = this.placement();
    const centre = positions.get(id);
    if (centre === undefined) return;
    const taken = toGraph(from, this.screen.viewport());
    const drag = this.drag() ?? { id, grip: { x: taken.x - centre.x, y: taken.y - centre.y } };
    const team = new Set(this.graph.teamOf(id));
    const parentId = this.graph.get(id)?.parentId ?? null;
    this.drag.set(draggedTo(drag, toGraph(at, this.screen.viewport()), { positions, size: cardSize, parentId, team }));
  }

  private drop({ id, at, grip, target }: Drag): void {
    if (target === null) void this.workspaces.move(id, Math.round(at.x - grip.x), Math.round(at.y - grip.y));
    else void this.workspaces.placeBelow(id, target.id);
  }

  private pointer({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = this.host.nativeElement.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.host.nativeElement;
    this.screen.setSize({ width, height });
  }

  /** The canvas opens with the view that an operator saved for everyone, and without one on everything. */
  private takeSharedView(shared: Viewport | null): void {
    if (shared === null || (shared.x === 0 && shared.y === 0 && shared.zoom === 1)) return;
    untracked(() => {
      if (!this.screen.followsAll()) return;
      this.screen.movedByHand();
      this.look(shared);
    });
  }

  private follow(): void {
    const { bounds } = this.placement();
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
      const { bounds } = this.placement();
      const now = this.screen.viewport();
      if (bounds === null || this.screen.size().width === 0 || !this.screen.followsAll()) return;
      const next = refitted(bounds, now, this.screen.size(), insets);
      if (next !== now) this.look(next);
    });
  }

  private reveal(id: string | null): void {
    const insets = this.screen.insets();
    untracked(() => {
      const at = id === null ? undefined : this.placement().positions.get(id);
      if (at === undefined || this.screen.size().width === 0) return;
      const half = { x: cardSize.width / 2, y: cardSize.height / 2 };
      const next = revealed(at, half, this.screen.viewport(), this.screen.size(), insets);
      const now = this.screen.viewport();
      if (next.x !== now.x || next.y !== now.y) this.look(next);
    });
  }

  private look(viewport: Viewport): void {
    const graph = this.drawn();
    // It pans by the size that it knows, which is stale right after the window was resized.
    const { width, height } = graph.dims;
    const centre = toGraph({ x: width / 2, y: height / 2 }, viewport);
    graph.zoomTo(viewport.zoom, { layout: false });
    graph.panTo(centre.x, centre.y);
  }
}
