import { inject, Injectable } from '@angular/core';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { WorkspacesStore } from './workspaces.store.js';

/** Removes a single workspace at once, with Undo. Asks for a confirmation before it removes a team. */
@Injectable({ providedIn: 'root' })
export class Removal {
  private readonly dialogs = inject(DialogsStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly workspaces = inject(WorkspacesStore);

  start(id: string): void {
    if (this.graph.teamOf(id).length > 0) this.dialogs.open({ kind: 'remove', id });
    else void this.workspaces.remove(id, false);
  }
}
