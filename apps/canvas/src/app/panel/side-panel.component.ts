import { afterRenderEffect, ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { LucideEllipsis, LucideMaximize2, LucideMinimize2, LucidePencil, LucideX } from '@lucide/angular';
import { ConfigTabComponent } from '../configuration/config-tab.component.js';
import { DraftsStore } from '../editor/drafts.store.js';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { FilesTabComponent } from '../files/files-tab.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { ScreenStore } from '../screen/screen.store.js';
import { HistoryTabComponent } from '../history/history-tab.component.js';
import { TimeStore } from '../time/time.store.js';
import { ActivityStore } from '../live/activity.store.js';
import { ChatTabComponent } from '../messages/chat-tab.component.js';
import { PreferencesStore, panelWidths } from '../preferences/preferences.store.js';
import { LogsTabComponent } from '../provisioning/logs-tab.component.js';
import { TerminalTabComponent } from '../terminal/terminal-tab.component.js';
import { panelTabs, type PanelTab } from '../preferences/panel-tab.js';
import { UrlStore } from '../url/url.store.js';
import { DetailsTabComponent } from '../workspaces/details/details-tab.component.js';
import { WorkspaceMenuStore } from '../workspaces/menu/workspace-menu.store.js';

const titles: Record<PanelTab, string> = {
  details: 'Details',
  chat: 'Chat',
  config: 'Config',
  files: 'Files',
  terminal: 'Terminal',
  logs: 'Logs',
  history: 'History',
};
/** Tabs about the present only; the log does not hold their past. */
const presentOnly: ReadonlySet<PanelTab> = new Set(['config', 'files', 'terminal', 'logs']);
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
    LogsTabComponent,
    LucideEllipsis,
    LucideMaximize2,
    LucideMinimize2,
    LucidePencil,
    LucideX,
    StateMarkComponent,
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
  private readonly activity = inject(ActivityStore);
  private readonly drafts = inject(DraftsStore);
  protected readonly menu = inject(WorkspaceMenuStore);

  protected readonly tabs = panelTabs.map((tab) => ({ tab, title: titles[tab] }));
  protected readonly widths = panelWidths;
  protected readonly id = computed(() => this.url.selected() ?? '');
  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly state = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? 'offline' : this.activity.stateOf(workspace);
  });

  constructor() {
    // Where not all tabs fit, the chosen one is scrolled to.
    afterRenderEffect(() => {
      const tab = this.url.tab();
      document.getElementById(`panel-tab-${tab}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }

  /** Why a tab has nothing to show; null: it has. */
  protected readonly absence = computed(() => {
    const tab = this.url.tab();
    if (tab === null || !presentOnly.has(tab)) return null;
    if (this.time.isPast()) return 'This tab shows the present only. Return to live to see it.';
    return this.workspace()?.runtime === 'external' ? (external[tab] ?? null) : null;
  });
  protected readonly isWide = computed(() => this.preferences.panelWidth() >= panelWidths.wide);

  protected isUnsaved(tab: PanelTab): boolean {
    return this.drafts.isUnsaved(this.id(), tab);
  }

  protected openMenu(event: Event): void {
    const { right, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.menu.open(this.id(), right - 236, bottom + 4);
  }

  protected toggleWidth(): void {
    this.preferences.setPanelWidth(this.isWide() ? panelWidths.usual : panelWidths.wide);
  }

  protected onTabKey(event: KeyboardEvent, index: number): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = this.tabs[(index + step + this.tabs.length) % this.tabs.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.url.open(this.id(), next.tab);
    document.getElementById(`panel-tab-${next.tab}`)?.focus();
  }

  protected onResizeStart(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const move = ({ clientX }: PointerEvent): void => this.preferences.setPanelWidth(innerWidth - clientX);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true });
  }

  protected onResizeKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? 16 : event.key === 'ArrowRight' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.preferences.setPanelWidth(this.preferences.panelWidth() + step);
  }
}
