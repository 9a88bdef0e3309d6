import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import { MissingPartComponent } from '../elements/missing-part.component.js';
import { WorkspaceMenuComponent } from '../workspaces/menu/workspace-menu.component.js';
import { WorkspaceMenuStore } from '../workspaces/menu/workspace-menu.store.js';
import { DialogsComponent } from './dialogs.component.js';

/** The open menu and the open dialog, each loaded with the first one so that the canvas itself starts faster. */
@Component({
  selector: 'gh-overlays',
  imports: [DialogsComponent, MissingPartComponent, WorkspaceMenuComponent],
  templateUrl: './overlays.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverlaysComponent {
  protected readonly dialogs = inject(DialogsStore);
  protected readonly menu = inject(WorkspaceMenuStore);
}
