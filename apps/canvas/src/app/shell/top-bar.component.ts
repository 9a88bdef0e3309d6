import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import {
  LucideArchiveRestore,
  LucideCircleStop,
  LucideKeyboard,
  LucideLayoutTemplate,
  LucideLogOut,
  LucidePlus,
  LucideSearch,
  LucideSettings,
} from '@lucide/angular';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { stateOrder, stateWord } from '../agent-state/shown-state.js';
import { TimeStore } from '../time/time.store.js';
import { LivePillComponent } from './live-pill.component.js';
import { LiveStore } from '../live/live.store.js';
import { PreferencesStore, themes } from '../preferences/preferences.store.js';
import { ProvisioningStore } from '../provisioning/provisioning.store.js';
import { SessionStore } from '../session/session.store.js';
import { UrlStore } from '../url/url.store.js';
import { DialogsStore } from '../dialogs/dialogs.store.js';

@Component({
  selector: 'gh-top-bar',
  imports: [
    LivePillComponent,
    LucideArchiveRestore,
    LucideCircleStop,
    LucideKeyboard,
    LucideLayoutTemplate,
    LucideLogOut,
    LucidePlus,
    LucideSearch,
    LucideSettings,
    StateMarkComponent,
  ],
  templateUrl: './top-bar.component.html',
  styleUrl: './top-bar.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TopBarComponent {
  protected readonly session = inject(SessionStore);
  protected readonly graph = inject(OrgGraphStore);
  protected readonly time = inject(TimeStore);
  protected readonly url = inject(UrlStore);
  protected readonly preferences = inject(PreferencesStore);
  protected readonly dialogs = inject(DialogsStore);
  protected readonly provisioning = inject(ProvisioningStore);
  private readonly live = inject(LiveStore);

  protected readonly themes = themes;
  protected readonly modifier = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
  protected readonly counts = computed(() => {
    const chosen = new Set(this.url.filters());
    const counts = new Map(this.graph.counts().map(({ state, count }) => [state, count]));
    return stateOrder
      .filter((state) => (counts.get(state) ?? 0) > 0 || chosen.has(state))
      .map((state) => ({ state, count: counts.get(state) ?? 0, word: stateWord(state), isChosen: chosen.has(state) }));
  });

  protected create(): void {
    this.dialogs.open({ kind: 'create', parentId: this.url.selected() });
  }

  protected async logOut(): Promise<void> {
    this.live.stop();
    await this.session.logOut();
  }
}
