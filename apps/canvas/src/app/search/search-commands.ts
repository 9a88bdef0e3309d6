import { inject, Injectable } from '@angular/core';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import { ProvisioningStore } from '../provisioning/provisioning.store.js';
import { ScreenStore } from '../screen/screen.store.js';
import { SharedView } from '../screen/shared-view.js';
import { TimeStore } from '../time/time.store.js';

export interface SearchCommand {
  text: string;
  act: () => void;
}

/** The commands that the search offers. In the past only those that change nothing. */
@Injectable({ providedIn: 'root' })
export class SearchCommands {
  private readonly dialogs = inject(DialogsStore);
  private readonly provisioning = inject(ProvisioningStore);
  private readonly screen = inject(ScreenStore);
  private readonly sharedView = inject(SharedView);
  private readonly time = inject(TimeStore);

  /** `selected`: what may lead a workspace that is created. */
  offered(selected: string | null): SearchCommand[] {
    const isPast = this.time.isPast();
    return [
      {
        text: 'Create a workspace',
        isOffered: !isPast,
        act: () => this.dialogs.open({ kind: 'create', parentId: null }),
      },
      {
        text: 'Create a workspace below the selection',
        isOffered: !isPast && selected !== null,
        act: () => this.dialogs.open({ kind: 'create', parentId: selected }),
      },
      {
        text: 'Import an organisation',
        isOffered: !isPast,
        act: () => this.dialogs.open({ kind: 'organisation-templates' }),
      },
      { text: 'Stop all agents', isOffered: !isPast, act: () => this.provisioning.stopAll() },
      { text: 'Show everything', isOffered: true, act: () => this.screen.fitAll() },
      { text: 'Save this view for everyone', isOffered: !isPast, act: () => void this.sharedView.save() },
      { text: 'Removed workspaces', isOffered: true, act: () => this.dialogs.open({ kind: 'removed' }) },
      { text: 'Return to live', isOffered: isPast, act: () => this.time.backToLive() },
      { text: 'Keyboard shortcuts', isOffered: true, act: () => this.dialogs.open({ kind: 'keys' }) },
    ].filter(({ isOffered }) => isOffered);
  }
}
