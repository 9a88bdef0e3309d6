import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MissingPartComponent } from '../elements/missing-part.component.js';
import { GraphViewComponent } from '../graph/graph-view.component.js';
import { PastBannerComponent } from '../history/past-banner.component.js';
import { TimeBarComponent } from '../history/time-bar.component.js';
import { LiveFeedDirective } from '../live/live-feed.directive.js';
import { NoticeComponent } from '../notices/notice.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { SidePanelComponent } from '../panel/side-panel.component.js';
import { PreferencesStore } from '../preferences/preferences.store.js';
import { LinkedMomentDirective } from '../time/linked-moment.directive.js';
import { TimeStore } from '../time/time.store.js';
import { UrlStore } from '../url/url.store.js';
import { EmptyStateComponent } from './empty-state.component.js';
import { OverlaysComponent } from './overlays.component.js';
import { ShortcutsDirective } from './shortcuts.directive.js';
import { TopBarComponent } from './top-bar/top-bar.component.js';

/** The control room: the graph fills everything, the rest floats over it. */
@Component({
  selector: 'gh-canvas',
  imports: [
    EmptyStateComponent,
    GraphViewComponent,
    MissingPartComponent,
    NoticeComponent,
    OverlaysComponent,
    PastBannerComponent,
    SidePanelComponent,
    TimeBarComponent,
    TopBarComponent,
  ],
  hostDirectives: [LinkedMomentDirective, LiveFeedDirective, ShortcutsDirective],
  templateUrl: './canvas.component.html',
  styleUrl: './canvas.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '[class.past]': 'time.isPast()',
    '[style.--gh-time-height]': 'preferences.isTimeBarOpen() ? "var(--gh-time-open)" : "var(--gh-time-closed)"',
    '[style.--gh-panel]': 'url.isPanelOpen() ? preferences.panelWidth() + "px" : "0px"',
  },
})
export class CanvasComponent {
  protected readonly graph = inject(OrgGraphStore);
  protected readonly time = inject(TimeStore);
  protected readonly url = inject(UrlStore);
  protected readonly preferences = inject(PreferencesStore);
  protected readonly isEmpty = computed(() => this.graph.isLoaded() && this.graph.structure().length === 0);
}
