import { inject, Injectable } from '@angular/core';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { ScreenStore } from '../screen/screen.store.js';
import { TimeStore } from '../time/time.store.js';
import { UrlStore } from '../url/url.store.js';
import { Removal } from '../workspaces/removal.js';

/** Commands for the selected workspace. In the past they do nothing. */
@Injectable({ providedIn: 'root' })
export class SelectionKeys {
  private readonly graph = inject(OrgGraphStore);
  private readonly screen = inject(ScreenStore);
  private readonly time = inject(TimeStore);
  private readonly url = inject(UrlStore);
  private readonly removal = inject(Removal);

  rename(): void {
    this.withSelection((id) => this.screen.rename(id));
  }

  remove(): void {
    this.withSelection((id) => this.removal.start(id));
  }

  private withSelection(act: (id: string) => void): void {
    const id = this.url.selected();
    if (id !== null && this.graph.get(id)?.removed === null && this.time.frozen() === null) act(id);
  }
}
