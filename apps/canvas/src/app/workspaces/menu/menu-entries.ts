import { inject, Injectable } from '@angular/core';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { ScreenStore } from '../../screen/screen.store.js';
import { TimeStore } from '../../time/time.store.js';
import type { LifecycleAction } from '../../provisioning/lifecycle.js';
import { ProvisioningStore } from '../../provisioning/provisioning.store.js';
import { DialogsStore } from '../../dialogs/dialogs.store.js';
import type { PanelTab } from '../../preferences/panel-tab.js';
import { UrlStore } from '../../url/url.store.js';

export type MenuIcon =
  | 'chat'
  | 'files'
  | 'terminal'
  | 'logs'
  | 'restart'
  | 'template'
  | 'reset'
  | 'pause'
  | 'resume'
  | 'hibernate'
  | 'wake'
  | 'add'
  | 'duplicate'
  | 'rename'
  | 'remove';

export interface MenuEntry {
  icon: MenuIcon;
  text: string;
  /** Why it is not possible now; null: it is. */
  refusal: string | null;
  isDanger: boolean;
  act: () => void;
}

/** All actions for one workspace, in groups. A disabled one says why. */
@Injectable({ providedIn: 'root' })
export class MenuEntries {
  private readonly graph = inject(OrgGraphStore);
  private readonly provisioning = inject(ProvisioningStore);
  private readonly dialogs = inject(DialogsStore);
  private readonly screen = inject(ScreenStore);
  private readonly time = inject(TimeStore);
  private readonly url = inject(UrlStore);

  of(id: string): MenuEntry[][] {
    return [this.opening(id), this.running(id), this.holding(id), this.changing(id)];
  }

  private opening(id: string): MenuEntry[] {
    const isExternal = this.graph.get(id)?.runtime === 'external';
    const absent = isExternal ? 'Its owner runs it elsewhere.' : this.time.frozen();
    const open = (icon: MenuIcon, text: string, tab: PanelTab, refusal: string | null = null): MenuEntry =>
      entry(icon, text, refusal, () => this.url.open(id, tab));
    return [
      open('chat', 'Open chat', 'chat'),
      open('files', 'Open files', 'files', absent),
      open('terminal', 'Open terminal', 'terminal', absent),
      open('logs', 'Open logs', 'logs', absent),
    ];
  }

  private running(id: string): MenuEntry[] {
    return [
      this.life('restart', 'Restart', 'restart', id, () => void this.provisioning.restart(id)),
      this.life('template', 'Restart from template…', 'restart-template', id, () =>
        this.dialogs.open({ kind: 'restart-template', id }),
      ),
      this.life('reset', 'Reset session…', 'reset', id, () => this.provisioning.reset(id)),
    ];
  }

  private holding(id: string): MenuEntry[] {
    const what = this.graph.teamOf(id).length > 0 ? 'team' : 'agent';
    return [
      this.life('pause', `Pause ${what}`, 'pause', id, () => void this.provisioning.pause(id)),
      this.life('resume', `Resume ${what}`, 'resume', id, () => void this.provisioning.resume(id)),
      this.life('hibernate', 'Hibernate', 'hibernate', id, () => void this.provisioning.hibernate(id)),
      this.life('wake', 'Wake', 'wake', id, () => void this.provisioning.restart(id)),
    ];
  }

  private changing(id: string): MenuEntry[] {
    const workspace = this.graph.get(id);
    const refusal = this.time.frozen() ?? (workspace?.removed === null ? null : 'The workspace is removed.');
    return [
      entry('add', 'Add below…', refusal, () => this.dialogs.open({ kind: 'create', parentId: id })),
      entry('duplicate', 'Duplicate…', refusal, () =>
        this.dialogs.open({ kind: 'create', parentId: workspace?.parentId ?? null, likeId: id }),
      ),
      entry('rename', 'Rename', refusal, () => this.screen.rename(id)),
      { ...entry('remove', 'Remove…', refusal, () => this.dialogs.open({ kind: 'remove', id })), isDanger: true },
    ];
  }

  private life(icon: MenuIcon, text: string, action: LifecycleAction, id: string, act: () => void): MenuEntry {
    return entry(icon, text, this.provisioning.refusal(id, action), act);
  }
}

const entry = (icon: MenuIcon, text: string, refusal: string | null, act: () => void): MenuEntry => ({
  icon,
  text,
  refusal,
  isDanger: false,
  act,
});
