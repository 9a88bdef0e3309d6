import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { LucidePlus, LucideSearch } from '@lucide/angular';
import { DialogsStore } from '../../dialogs/dialogs.store.js';
import { SessionStore } from '../../session/session.store.js';
import { Creation } from '../../workspaces/creation.js';
import { LivePillComponent } from './live-pill.component.js';
import { SettingsMenuComponent } from './settings-menu.component.js';
import { StateFiltersComponent } from './state-filters.component.js';

/** The bar over the canvas: organisation, search, states, live feed, and settings. */
@Component({
  selector: 'gh-top-bar',
  imports: [LivePillComponent, LucidePlus, LucideSearch, SettingsMenuComponent, StateFiltersComponent],
  templateUrl: './top-bar.component.html',
  styleUrl: './top-bar.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'banner' },
})
export class TopBarComponent {
  protected readonly session = inject(SessionStore);
  protected readonly dialogs = inject(DialogsStore);
  protected readonly creation = inject(Creation);
  protected readonly modifier = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
}
