import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { GraphWorkspace } from '@guildhall/contracts';
import { LucideEllipsis, LucidePencil, LucideX } from '@lucide/angular';
import { IconButtonDirective } from '../elements/controls/icon-button.directive.js';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { ActivityStore } from '../live/activity.store.js';
import { ScreenStore } from '../screen/screen.store.js';
import { TimeStore } from '../time/time.store.js';
import { UrlStore } from '../url/url.store.js';
import { WorkspaceMenuStore } from '../workspaces/menu/workspace-menu.store.js';
import { PanelWidthButtonComponent } from './panel-width-button.component.js';

/** Width of the menu, so that it opens below the button and ends at its right edge. */
const menuWidth = 236;

/** Name and state of the workspace in the panel, with its menu and the buttons of the panel. */
@Component({
  selector: 'gh-panel-header',
  imports: [IconButtonDirective, LucideEllipsis, LucidePencil, LucideX, PanelWidthButtonComponent, StateMarkComponent],
  templateUrl: './panel-header.component.html',
  styleUrl: './panel-header.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PanelHeaderComponent {
  readonly workspace = input.required<GraphWorkspace>();

  private readonly activity = inject(ActivityStore);
  private readonly menu = inject(WorkspaceMenuStore);
  protected readonly screen = inject(ScreenStore);
  protected readonly time = inject(TimeStore);
  protected readonly url = inject(UrlStore);
  protected readonly state = computed(() => this.activity.stateOf(this.workspace()));

  protected openMenu(event: Event): void {
    const { right, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.menu.open(this.workspace().id, right - menuWidth, bottom + 4);
  }
}
