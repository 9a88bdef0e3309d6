import { DestroyRef, inject, Injectable } from '@angular/core';
import type { OrganisationTemplateView } from '@guildhall/contracts';
import { listStore } from '../../lists/list.store.js';
import { OnScreen } from '../../lists/on-screen.js';
import { PLATFORM } from '../../platform/platform.js';

/** The templates for whole organisations. They are folders of the installation, so no event changes them. */
@Injectable({ providedIn: 'root' })
export class OrganisationTemplatesStore {
  private readonly platform = inject(PLATFORM);
  private readonly onScreen = new OnScreen();
  readonly list = listStore<string, OrganisationTemplateView>(
    {
      subject: this.onScreen.subject,
      page: async (_subject, _page, options) => ({
        items: await this.platform.templates.organisations({}, options),
        next: null,
      }),
    },
    () => false,
  );

  showWhile(destroyed: DestroyRef): void {
    this.onScreen.while(destroyed);
  }
}
