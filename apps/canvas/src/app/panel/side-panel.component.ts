import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { LucidePencil, LucideX } from '@lucide/angular';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { OrgGraphStore } from '../graph/org-graph.store.js';
import { ScreenStore } from '../graph/screen.store.js';
import { shownState } from '../graph/shown-state.js';
import { HistoryTabComponent } from '../history/history-tab.component.js';
import { TimeStore } from '../history/time.store.js';
import { ChatTabComponent } from '../messages/chat-tab.component.js';
import { PreferencesStore, panelWidths } from '../preferences/preferences.store.js';
import { panelTabs, type PanelTab } from '../url/place.js';
import { UrlStore } from '../url/url.store.js';
import { DetailsTabComponent } from '../workspaces/details-tab.component.js';

const titles: Record<PanelTab, string> = { details: 'Details', chat: 'Chat', history: 'History' };

/** Everything about the selected workspace, beside the graph. */
@Component({
  selector: 'gh-side-panel',
  imports: [ChatTabComponent, DetailsTabComponent, HistoryTabComponent, LucidePencil, LucideX, StateMarkComponent],
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

  protected readonly tabs = panelTabs.map((tab) => ({ tab, title: titles[tab] }));
  protected readonly widths = panelWidths;
  protected readonly id = computed(() => this.url.selected() ?? '');
  protected readonly workspace = computed(() => this.graph.get(this.id()));
  protected readonly state = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? 'offline' : shownState(workspace);
  });

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
