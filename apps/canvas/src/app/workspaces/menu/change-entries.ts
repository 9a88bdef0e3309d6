import { inject, Injectable } from '@angular/core';
import { DialogsStore } from '../../dialogs/dialogs.store.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { ScreenStore } from '../../screen/screen.store.js';
import { TimeStore } from '../../time/time.store.js';
import { menuEntry, type MenuEntry } from './menu-entry.js';

/** Entries that change the organisation: add, duplicate, rename, remove. */
@Injectable({ providedIn: 'root' })
export class ChangeEntries {
  private readonly dialogs = inject(DialogsStore);
  private readonly graph = inject(OrgGraphStore);
  private readonly screen = inject(ScreenStore);
  private readonly time = inject(TimeStore);

  of(id: string): MenuEntry[] {
    const workspace = this.graph.get(id);
    const refusal = this.time.frozen() ?? (workspace?.removed === null ? null : 'The workspace is removed.');
    return [
      menuEntry('add', 'Add below…', refusal, () => this.dialogs.open({ kind: 'create', parentId: id })),
      menuEntry('duplicate', 'Duplicate…', refusal, () =>
        this.dialogs.open({ kind: 'create', parentId: workspace?.parentId ?? null, likeId: id }),
      ),
      menuEntry('rename', 'Rename', refusal, () => this.screen.rename(id)),
      { ...menuEntry('remove', 'Remove…', refusal, () => this.dialogs.open({ kind: 'remove', id })), isDanger: true },
    ];
  }
}
