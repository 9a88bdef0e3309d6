import { inject, Injectable } from '@angular/core';
import { DialogsStore } from '../../dialogs/dialogs.store.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { LifecycleRules } from '../../provisioning/lifecycle-rules.js';
import type { LifecycleAction } from '../../provisioning/lifecycle.js';
import { ProvisioningStore } from '../../provisioning/provisioning.store.js';
import { menuEntry, type MenuEntry, type MenuIcon } from './menu-entry.js';

/** Entries that start, stop or restart an agent. */
@Injectable({ providedIn: 'root' })
export class LifecycleEntries {
  private readonly dialogs = inject(DialogsStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly provisioning = inject(ProvisioningStore);
  private readonly rules = inject(LifecycleRules);

  restarting(id: string): MenuEntry[] {
    return [
      this.entry('restart', 'Restart', 'restart', id, () => void this.provisioning.restart(id)),
      this.entry('template', 'Restart from template…', 'restart-template', id, () =>
        this.dialogs.open({ kind: 'restart-template', id }),
      ),
      this.entry('reset', 'Reset session…', 'reset', id, () => this.provisioning.reset(id)),
    ];
  }

  holding(id: string): MenuEntry[] {
    const what = this.graph.teamOf(id).length > 0 ? 'team' : 'agent';
    return [
      this.entry('pause', `Pause ${what}`, 'pause', id, () => void this.provisioning.pause(id)),
      this.entry('resume', `Resume ${what}`, 'resume', id, () => void this.provisioning.resume(id)),
      this.entry('hibernate', 'Hibernate', 'hibernate', id, () => void this.provisioning.hibernate(id)),
      this.entry('wake', 'Wake', 'wake', id, () => void this.provisioning.restart(id)),
    ];
  }

  private entry(icon: MenuIcon, text: string, action: LifecycleAction, id: string, act: () => void): MenuEntry {
    return menuEntry(icon, text, this.rules.refusal(id, action), act);
  }
}
