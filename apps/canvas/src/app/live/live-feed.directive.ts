import { DestroyRef, Directive, effect, inject, untracked } from '@angular/core';
import { SessionStore } from '../session/session.store.js';
import { LiveStore } from './live.store.js';

/** Follows the live feed while its element is on the page. */
@Directive({ selector: '[ghLiveFeed]' })
export class LiveFeedDirective {
  private readonly live = inject(LiveStore);
  private readonly session = inject(SessionStore);

  constructor() {
    this.live.start();
    inject(DestroyRef).onDestroy(() => this.live.stop());
    // A session that ended while the page was open: the login page says what to do.
    effect(() => {
      const connection = this.live.connection();
      const code = connection.kind === 'reconnecting' ? connection.problem?.code : undefined;
      if (code === 'UNAUTHENTICATED' || code === 'TOKEN_REVOKED') untracked(() => void this.session.load());
    });
  }
}
