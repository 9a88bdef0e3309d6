import { inject, Injectable } from '@angular/core';
import { ChangeEntries } from './change-entries.js';
import { LifecycleEntries } from './lifecycle-entries.js';
import type { MenuEntry } from './menu-entry.js';
import { PanelEntries } from './panel-entries.js';

/** All actions for one workspace, in groups. A disabled one says why. */
@Injectable({ providedIn: 'root' })
export class MenuEntries {
  private readonly panel = inject(PanelEntries);
  private readonly lifecycle = inject(LifecycleEntries);
  private readonly changes = inject(ChangeEntries);

  of(id: string): MenuEntry[][] {
    return [this.panel.of(id), this.lifecycle.restarting(id), this.lifecycle.holding(id), this.changes.of(id)];
  }
}
