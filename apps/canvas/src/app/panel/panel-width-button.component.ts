import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { LucideMaximize2, LucideMinimize2 } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { panelWidths, PreferencesStore } from '../preferences/preferences.store.js';

/** Switches the panel between its two usual widths. */
@Component({
  selector: 'gh-panel-width-button',
  imports: [IconButtonDirective, LucideMaximize2, LucideMinimize2],
  templateUrl: './panel-width-button.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PanelWidthButtonComponent {
  private readonly preferences = inject(PreferencesStore);
  protected readonly isWide = computed(() => this.preferences.panelWidth() >= panelWidths.wide);

  protected toggle(): void {
    this.preferences.setPanelWidth(this.isWide() ? panelWidths.usual : panelWidths.wide);
  }
}
