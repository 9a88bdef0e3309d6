import { computed, inject, Injectable, untracked } from '@angular/core';
import type { Position, WorkspaceView } from '@guildhall/contracts';
import { liveView } from '../../lists/live-view.js';
import { LiveStore } from '../../live/live.store.js';
import { OrgGraphStore } from '../../org-graph/org-graph.store.js';
import { PLATFORM } from '../../platform/platform.js';
import { TimeStore } from '../../time/time.store.js';
import { UrlStore } from '../../url/url.store.js';

/** The workspace whose details are on screen; null: the tab is closed. */
export const detailsOnScreen = (url = inject(UrlStore)) =>
  computed(() => (url.tab() === 'details' ? url.selected() : null));

/** A workspace, now or in the past. Equal revisions of its details mean equal details, whatever the moment. */
interface ShownWorkspace {
  id: string;
  /** Null: now. */
  pastRevision: number | null;
}

const shownWorkspace = (onScreen = detailsOnScreen(), graph = inject(OrgGraphStore), time = inject(TimeStore)) =>
  computed<ShownWorkspace | null>(
    () => {
      const id = onScreen();
      if (id === null) return null;
      if (!time.isPast()) return { id, pastRevision: null };
      const pastRevision = graph.isPast() ? graph.get(id)?.detailsRevision : undefined;
      return pastRevision === undefined ? null : { id, pastRevision };
    },
    { equal: (one, other) => one?.id === other?.id && one?.pastRevision === other?.pastRevision },
  );

/** The facts of the open workspace that the graph does not hold. */
@Injectable({ providedIn: 'root' })
export class DetailStore {
  private readonly platform = inject(PLATFORM);
  private readonly live = inject(LiveStore);
  private readonly time = inject(TimeStore);
  private readonly detail = liveView<ShownWorkspace, WorkspaceView>(
    {
      subject: shownWorkspace(),
      read: ({ id, pastRevision }, { minPosition = this.live.position() }) => {
        const position = pastRevision === null ? undefined : untracked(this.time.moment)?.position;
        if (position !== undefined) return this.platform.workspaces.get({ id, query: { position } });
        return this.platform.workspaces.get({ id }, minPosition === '' ? {} : { minPosition });
      },
    },
    ({ data }, { id, pastRevision }) => pastRevision === null && data['workspaceId'] === id,
  );
  readonly id = computed(() => this.detail.subject()?.id ?? null);
  readonly isPast = computed(() => this.detail.subject()?.pastRevision != null);
  readonly view = this.detail.value;
  readonly problem = this.detail.problem;

  refresh(minPosition?: Position): Promise<void> {
    return this.detail.refresh(minPosition);
  }
}
