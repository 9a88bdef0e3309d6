import { computed, inject, Injectable } from '@angular/core';
import type { EventItem } from '@guildhall/contracts';
import { listStore } from '../lists/list.store.js';
import { PLATFORM } from '../platform/platform.js';
import { UrlStore } from '../url/url.store.js';

/** The events of the open workspace, newest first. New ones come from the live feed and need no query. */
@Injectable({ providedIn: 'root' })
export class WorkspaceHistoryStore {
  private readonly platform = inject(PLATFORM);
  private readonly url = inject(UrlStore);
  readonly list = listStore<string, EventItem>(
    {
      subject: computed(() => (this.url.tab() === 'history' ? this.url.selected() : null)),
      page: (workspace, page, options) =>
        this.platform.history.page({ query: { workspace, direction: 'desc', ...page } }, options),
      added: (events, items) => events.filter(({ ordinal }) => ordinal > (items[0]?.ordinal ?? 0)).reverse(),
    },
    ({ data }, id) => data['workspaceId'] === id,
  );
}
