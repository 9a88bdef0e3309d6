import { Directive, effect, inject, untracked } from '@angular/core';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { UrlStore } from '../url/url.store.js';
import { TimeStore } from './time.store.js';

/** Shows the moment that the address names: of a link, or after the browser's back button. */
@Directive({ selector: '[ghLinkedMoment]' })
export class LinkedMomentDirective {
  private readonly graph = inject(OrgGraphStore);
  private readonly time = inject(TimeStore);
  private readonly url = inject(UrlStore);

  constructor() {
    effect(() => {
      const moment = this.url.moment();
      if (this.graph.isLoaded()) untracked(() => this.show(moment));
    });
  }

  private show(moment: number | null): void {
    const shown = this.time.moment()?.ordinal ?? null;
    if (moment === shown || this.time.wanted() !== null) return;
    if (moment === null) this.time.backToLive();
    else this.time.goTo({ ordinal: moment });
  }
}
