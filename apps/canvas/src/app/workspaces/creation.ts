import { inject, Injectable } from '@angular/core';
import { DialogsStore } from '../dialogs/dialogs.store.js';
import { TimeStore } from '../time/time.store.js';
import { UrlStore } from '../url/url.store.js';

/** Creates a workspace: at the top unless somebody asks for one below another. */
@Injectable({ providedIn: 'root' })
export class Creation {
  private readonly dialogs = inject(DialogsStore);
  private readonly time = inject(TimeStore);
  private readonly url = inject(UrlStore);

  /** Why nothing can be created now; null: it can. */
  readonly refusal = this.time.frozen;

  start(): void {
    this.open(null);
  }

  /** Below the selected one. */
  startBelow(): void {
    this.open(this.url.selected());
  }

  private open(parentId: string | null): void {
    if (this.refusal() === null) this.dialogs.open({ kind: 'create', parentId });
  }
}
