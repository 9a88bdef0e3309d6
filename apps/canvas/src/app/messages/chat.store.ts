import { computed, inject, Injectable } from '@angular/core';
import type { ChatMessageView } from '@guildhall/contracts';
import { listStore } from '../lists/list.store.js';
import { PLATFORM } from '../platform/platform.js';
import { TimeStore } from '../time/time.store.js';
import { UrlStore } from '../url/url.store.js';
import { asOf } from './chat-moment.js';

/** The messages of the open workspace. */
@Injectable({ providedIn: 'root' })
export class ChatStore {
  private readonly platform = inject(PLATFORM);
  private readonly url = inject(UrlStore);
  private readonly time = inject(TimeStore);
  readonly list = listStore<string, ChatMessageView>(
    {
      subject: computed(() => (this.url.tab() === 'chat' ? this.url.selected() : null)),
      page: (id, query, options) => this.platform.messages.list({ id, query }, options),
    },
    ({ type, data }, id) => type.startsWith('Message') && data['workspaceId'] === id,
  );
  /** Oldest first, as they were at the moment on screen. */
  readonly shown = computed(() => {
    const at = this.time.moment()?.at ?? null;
    return this.list
      .items()
      .flatMap((message) => asOf(message, at) ?? [])
      .reverse();
  });

  async cancel(messageId: string): Promise<void> {
    const id = this.list.subject();
    if (id === null) return;
    try {
      const { position } = await this.platform.messages.cancel({ id, messageId });
      await this.list.refresh(position);
    } catch (problem) {
      this.list.fail(problem);
    }
  }
}
