import { computed, inject, Injectable } from '@angular/core';
import type { Position, WorkspaceView } from '@guildhall/contracts';
import { liveView } from '../../lists/live-view.js';
import { LiveStore } from '../../live/live.store.js';
import { PLATFORM } from '../../platform/platform.js';
import { UrlStore } from '../../url/url.store.js';

/** The workspace whose details are on screen; null: the tab is closed. */
export const detailsOnScreen = (url = inject(UrlStore)) =>
  computed(() => (url.tab() === 'details' ? url.selected() : null));

/** The facts of the open workspace that the graph does not hold. */
@Injectable({ providedIn: 'root' })
export class DetailStore {
  private readonly platform = inject(PLATFORM);
  private readonly live = inject(LiveStore);
  private readonly detail = liveView<string, WorkspaceView>(
    {
      subject: detailsOnScreen(),
      read: (id, { minPosition = this.live.position() }) =>
        this.platform.workspaces.get(id, minPosition === '' ? {} : { minPosition }),
    },
    ({ data }, id) => data['workspaceId'] === id,
  );
  readonly id = this.detail.subject;
  readonly view = this.detail.value;
  readonly problem = this.detail.problem;

  refresh(minPosition?: Position): Promise<void> {
    return this.detail.refresh(minPosition);
  }
}
