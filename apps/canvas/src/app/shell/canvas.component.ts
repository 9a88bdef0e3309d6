import { ChangeDetectionStrategy, Component, computed, effect, inject, untracked } from '@angular/core';
import { GraphViewComponent } from '../graph/graph-view.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { PastBannerComponent } from '../history/past-banner.component.js';
import { TimeBarComponent } from '../history/time-bar.component.js';
import { TimeStore } from '../time/time.store.js';
import { LiveStore } from '../live/live.store.js';
import { NoticeComponent } from '../notices/notice.component.js';
import { SessionStore } from '../session/session.store.js';
import { SidePanelComponent } from '../panel/side-panel.component.js';
import { PreferencesStore } from '../preferences/preferences.store.js';
import { UrlStore } from '../url/url.store.js';
import { WorkspaceMenuComponent } from '../workspaces/menu/workspace-menu.component.js';
import { WorkspaceMenuStore } from '../workspaces/menu/workspace-menu.store.js';
import { DialogsComponent } from './dialogs.component.js';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import { EmptyStateComponent } from './empty-state.component.js';
import { Shortcuts } from './shortcuts.js';
import { TopBarComponent } from './top-bar.component.js';

/** The control room: the graph fills everything, the rest floats over it. */
@Component({
  selector: 'gh-canvas',
  imports: [
    DialogsComponent,
    EmptyStateComponent,
    GraphViewComponent,
    NoticeComponent,
    PastBannerComponent,
    SidePanelComponent,
    TimeBarComponent,
    TopBarComponent,
    WorkspaceMenuComponent,
  ],
  templateUrl: './canvas.component.html',
  styleUrl: './canvas.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '[class.past]': 'time.isPast()',
    '[style.--gh-time-height]': 'preferences.isTimeBarOpen() ? "var(--gh-time-open)" : "var(--gh-time-closed)"',
    '[style.--gh-panel]': 'url.isPanelOpen() ? preferences.panelWidth() + "px" : "0px"',
    '(document:keydown)': 'shortcuts.handle($event)',
  },
})
export class CanvasComponent {
  protected readonly graph = inject(OrgGraphStore);
  protected readonly time = inject(TimeStore);
  protected readonly url = inject(UrlStore);
  protected readonly preferences = inject(PreferencesStore);
  protected readonly dialogs = inject(DialogsStore);
  protected readonly menu = inject(WorkspaceMenuStore);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly isEmpty = computed(() => this.graph.isLoaded() && this.graph.structure().length === 0);

  constructor() {
    const live = inject(LiveStore);
    live.start();
    const session = inject(SessionStore);
    // A session that ended while the page was open: the login page says what to do.
    effect(() => {
      const connection = live.connection();
      const code = connection.kind === 'reconnecting' ? connection.problem?.code : undefined;
      if (code === 'UNAUTHENTICATED' || code === 'TOKEN_REVOKED') untracked(() => void session.load());
    });
    // A link to a moment, or the browser's back button.
    effect(() => {
      const moment = this.url.moment();
      if (!this.graph.isLoaded()) return;
      untracked(() => {
        const shown = this.time.moment()?.ordinal ?? null;
        if (moment === shown || this.time.wanted() !== null) return;
        if (moment === null) this.time.backToLive();
        else this.time.goTo({ ordinal: moment });
      });
    });
  }

  protected create(): void {
    this.dialogs.open({ kind: 'create', parentId: this.url.selected() });
  }
}
