import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import {
  LucideArchiveRestore,
  LucideCircleStop,
  LucideKeyboard,
  LucideLayoutTemplate,
  LucideLogOut,
  LucideSettings,
} from '@lucide/angular';
import { DialogsStore } from '../../dialogs/dialogs.store.js';
import { IconButtonDirective } from '../../elements/controls/icon-button.directive.js';
import { densities, PreferencesStore, themes } from '../../preferences/preferences.store.js';
import { ProvisioningStore } from '../../provisioning/provisioning.store.js';
import { SessionStore } from '../../session/session.store.js';
import { TimeStore } from '../../time/time.store.js';

/** The look of the canvas, and what concerns the whole organisation or the session. */
@Component({
  selector: 'gh-settings-menu',
  imports: [
    IconButtonDirective,
    LucideArchiveRestore,
    LucideCircleStop,
    LucideKeyboard,
    LucideLayoutTemplate,
    LucideLogOut,
    LucideSettings,
  ],
  templateUrl: './settings-menu.component.html',
  styleUrl: './settings-menu.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SettingsMenuComponent {
  protected readonly preferences = inject(PreferencesStore);
  protected readonly dialogs = inject(DialogsStore);
  protected readonly provisioning = inject(ProvisioningStore);
  protected readonly session = inject(SessionStore);
  protected readonly time = inject(TimeStore);
  protected readonly themes = themes;
  protected readonly densities = densities;
}
