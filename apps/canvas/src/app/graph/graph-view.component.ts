import { afterRenderEffect, ChangeDetectionStrategy, Component, computed, inject, viewChild } from '@angular/core';
import { LucideMaximize, LucideMinus, LucidePlus } from '@lucide/angular';
import { GraphComponent, LayoutService } from '@swimlane/ngx-graph';
import { shownState } from '../agent-state/shown-state.js';
import { CommandsStore } from '../commands/commands.store.js';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { ScreenSizeDirective } from '../screen/screen-size.directive.js';
import { zoomLimits } from '../screen/viewport.js';
import { UrlStore } from '../url/url.store.js';
import { CameraDirective } from './camera.directive.js';
import { NodeDragging } from './dragging/node-dragging.js';
import { NodePressDirective } from './dragging/node-press.directive.js';
import { GraphNodeComponent } from './graph-node.component.js';
import { NodeMenuDirective } from './node-menu.directive.js';
import { NodeOverlayComponent } from './node-overlay.component.js';
import { PlacementStore } from './placement.store.js';
import { TeamToggleComponent } from './team-toggle.component.js';
import { MessageTrailsComponent } from './trails/message-trails.component.js';
import { TreeLayout } from './tree-layout.js';

/** The organisation as a tree of cards: drawn by ngx-graph, placed by us. */
@Component({
  selector: 'gh-graph-view',
  imports: [
    CameraDirective,
    GraphComponent,
    GraphNodeComponent,
    IconButtonDirective,
    LucideMaximize,
    LucideMinus,
    LucidePlus,
    MessageTrailsComponent,
    NodeOverlayComponent,
    TeamToggleComponent,
  ],
  hostDirectives: [NodeMenuDirective, NodePressDirective, ScreenSizeDirective],
  providers: [LayoutService],
  templateUrl: './graph-view.component.html',
  styleUrl: './graph-view.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphViewComponent {
  private readonly graph = inject(OrgGraphStore);
  protected readonly placements = inject(PlacementStore);
  protected readonly dragging = inject(NodeDragging);
  protected readonly commands = inject(CommandsStore);
  protected readonly url = inject(UrlStore);
  private readonly drawn = viewChild.required(GraphComponent);

  protected readonly layout = new TreeLayout();
  protected readonly zoomLimits = zoomLimits;
  protected readonly sameColour = (): string => '';
  /** Ids of the workspaces that the filters leave out. */
  protected readonly dimmed = computed(() => {
    const filters = this.url.filters();
    if (filters.length === 0) return new Set<string>();
    const others = this.graph.all().filter((one) => !filters.includes(shownState(one)));
    return new Set(others.map(({ id }) => id));
  });
  /** The one workspace that Tab reaches; arrow keys move on from there. */
  protected readonly tabStop = computed(() => {
    const selected = this.url.selected();
    const { positions } = this.placements.placement();
    return selected !== null && positions.has(selected) ? selected : (positions.keys().next().value ?? null);
  });

  constructor() {
    // ngx-graph redraws by itself only when it has both nodes and links.
    afterRenderEffect(() => {
      const { nodes, links } = this.placements.drawing();
      if (nodes.length === 0 || links.length === 0) this.drawn().update();
    });
  }
}
