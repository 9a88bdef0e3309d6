import { inject, Injectable } from '@angular/core';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import type { PanelTab } from '../../preferences/panel-tab.js';
import { TimeStore } from '../../time/time.store.js';
import { UrlStore } from '../../url/url.store.js';
import { menuEntry, type MenuEntry, type MenuIcon } from './menu-entry.js';

/** Entries that open a tab of the panel. */
@Injectable({ providedIn: 'root' })
export class PanelEntries {
  private readonly graph = inject(OrgGraphStore);
  private readonly time = inject(TimeStore);
  private readonly url = inject(UrlStore);

  of(id: string): MenuEntry[] {
    const isExternal = this.graph.get(id)?.runtime === 'external';
    const absent = isExternal ? 'Its owner runs it elsewhere.' : this.time.frozen();
    const open = (icon: MenuIcon, text: string, tab: PanelTab, refusal: string | null = null): MenuEntry =>
      menuEntry(icon, text, refusal, () => this.url.open(id, tab));
    return [
      open('chat', 'Open chat', 'chat'),
      open('files', 'Open files', 'files', absent),
      open('terminal', 'Open terminal', 'terminal', absent),
      open('logs', 'Open logs', 'logs', absent),
    ];
  }
}
