import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { LucideX } from '@lucide/angular';
import { ConfigTabComponent } from '../configuration/config-tab.component.js';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { MissingPartComponent } from '../elements/missing-part.component.js';
import { FilesTabComponent } from '../files/files-tab.component.js';
import { HistoryTabComponent } from '../history/history-tab.component.js';
import { ChatTabComponent } from '../messages/chat-tab.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import type { PanelTab } from '../preferences/panel-tab.js';
import { PreferencesStore } from '../preferences/preferences.store.js';
import { LogsTabComponent } from '../provisioning/logs-tab.component.js';
import { ScreenStore } from '../screen/screen.store.js';
import { TerminalTabComponent } from '../terminal/terminal-tab.component.js';
import { TimeStore } from '../time/time.store.js';
import { UrlStore } from '../url/url.store.js';
import { DetailsTabComponent } from '../workspaces/details/details-tab.component.js';
import { PanelHandleComponent } from './panel-handle.component.js';
import { PanelHeaderComponent } from './panel-header.component.js';
import { PanelTabsComponent } from './panel-tabs.component.js';

/** Tabs about the present only; the log does not hold their past. */
const presentOnly: ReadonlySet<PanelTab> = new Set(['config', 'files', 'terminal', 'logs']);
/** Why tabs have nothing to show for agents that Guildhall does not run. */
const external: Partial<Record<PanelTab, string>> = {
  config: 'Its owner keeps its configuration where the agent runs.',
  files: 'Its files are on its owner’s machine. Guildhall cannot access them.',
  terminal: 'Its owner runs it. Log in to that machine to open a terminal.',
  logs: 'Its logs stay on its owner’s machine.',
};

/** The panel about the selected workspace, beside the graph. */
@Component({
  selector: 'gh-side-panel',
  imports: [
    ChatTabComponent,
    ConfigTabComponent,
    DetailsTabComponent,
    FilesTabComponent,
    HistoryTabComponent,
    IconButtonDirective,
    LogsTabComponent,
    LucideX,
    MissingPartComponent,
    PanelHandleComponent,
    PanelHeaderComponent,
    PanelTabsComponent,
    TerminalTabComponent,
  ],
  templateUrl: './side-panel.component.html',
  styleUrl: './side-panel.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '[style.width.px]': 'screen.isNarrow() ? null : preferences.panelWidth()',
    '[class.narrow]': 'screen.isNarrow()',
  },
})
export class SidePanelComponent {
  protected readonly url = inject(UrlStore);
  protected readonly preferences = inject(PreferencesStore);
  protected readonly screen = inject(ScreenStore);
  protected readonly time = inject(TimeStore);
  private readonly graph = inject(OrgGraphStore);

  protected readonly workspace = computed(() => this.graph.get(this.url.selected() ?? ''));
  /** Why a tab has nothing to show; null: it has. */
  protected readonly absence = computed(() => {
    const tab = this.url.tab();
    if (tab === null || !presentOnly.has(tab)) return null;
    if (this.time.isPast()) return 'This tab shows the present only. Return to live to see it.';
    return this.workspace()?.runtime === 'external' ? (external[tab] ?? null) : null;
  });
}
