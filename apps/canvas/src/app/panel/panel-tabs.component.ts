import { afterRenderEffect, ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { DraftsStore } from '../editor/drafts.store.js';
import { panelTabs, type PanelTab } from '../preferences/panel-tab.js';
import { UrlStore } from '../url/url.store.js';

const titles: Record<PanelTab, string> = {
  details: 'Details',
  chat: 'Chat',
  config: 'Config',
  files: 'Files',
  terminal: 'Terminal',
  logs: 'Logs',
  history: 'History',
};

/** The tabs of the panel. Arrow keys move along them. */
@Component({
  selector: 'gh-panel-tabs',
  templateUrl: './panel-tabs.component.html',
  styleUrl: './panel-tabs.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'tablist', 'aria-label': 'About this workspace' },
})
export class PanelTabsComponent {
  readonly id = input.required<string>();
  private readonly drafts = inject(DraftsStore);
  protected readonly url = inject(UrlStore);
  protected readonly tabs = panelTabs.map((tab) => ({ tab, title: titles[tab] }));

  constructor() {
    // Where not all tabs fit, the chosen one is scrolled to.
    afterRenderEffect(() => {
      const tab = this.url.tab();
      document.getElementById(`panel-tab-${tab}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }

  protected isUnsaved(tab: PanelTab): boolean {
    return this.drafts.isUnsaved(this.id(), tab);
  }

  protected onKey(event: KeyboardEvent, index: number): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = this.tabs[(index + step + this.tabs.length) % this.tabs.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.url.open(this.id(), next.tab);
    document.getElementById(`panel-tab-${next.tab}`)?.focus();
  }
}
