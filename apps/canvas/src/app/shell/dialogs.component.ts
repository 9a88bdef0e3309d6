import type { CreatedWorkspace } from '@guildhall/contracts';
import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { ConfirmDialogComponent } from '../dialogs/confirm-dialog.component.js';
import { RestartTemplateDialogComponent } from '../templates/restart-template-dialog.component.js';
import { SearchPaletteComponent } from '../search/search-palette.component.js';
import { OrganisationTemplatesDialogComponent } from '../templates/organisations/organisation-templates-dialog.component.js';
import { UrlStore } from '../url/url.store.js';
import { ConnectDialogComponent } from '../registry/connect-dialog.component.js';
import { CreateDialogComponent } from '../workspaces/create-dialog.component.js';
import { RemoveDialogComponent } from '../workspaces/remove-dialog.component.js';
import { RemovedDialogComponent } from '../workspaces/removed-dialog.component.js';
import { DialogsStore, type OpenDialog } from '../dialogs/dialogs.store.js';
import { KeysDialogComponent } from './keys-dialog.component.js';

/** The open dialog. */
@Component({
  selector: 'gh-dialogs',
  imports: [
    ConfirmDialogComponent,
    ConnectDialogComponent,
    CreateDialogComponent,
    KeysDialogComponent,
    OrganisationTemplatesDialogComponent,
    RemoveDialogComponent,
    RemovedDialogComponent,
    RestartTemplateDialogComponent,
    SearchPaletteComponent,
  ],
  templateUrl: './dialogs.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DialogsComponent {
  readonly open = input.required<OpenDialog>();
  protected readonly dialogs = inject(DialogsStore);
  private readonly url = inject(UrlStore);

  protected onCreated({ id, connection }: CreatedWorkspace): void {
    this.url.select(id);
    if (connection === undefined) this.dialogs.close();
    else this.dialogs.open({ kind: 'connect', details: connection });
  }
}
