import { DestroyRef, inject, Injectable } from '@angular/core';
import type { ImportTemplateBody, TemplateView } from '@guildhall/contracts';
import { listStore } from '../lists/list.store.js';
import { OnScreen } from '../lists/on-screen.js';
import { PLATFORM } from '../platform/platform.js';

/** The templates for single workspaces. */
@Injectable({ providedIn: 'root' })
export class TemplatesStore {
  private readonly platform = inject(PLATFORM);
  private readonly onScreen = new OnScreen();
  readonly list = listStore<string, TemplateView>(
    {
      subject: this.onScreen.subject,
      page: async (_subject, _page, options) => ({
        items: await this.platform.templates.list({}, options),
        next: null,
      }),
    },
    ({ type }) => type === 'TemplateImported',
  );

  showWhile(destroyed: DestroyRef): void {
    this.onScreen.while(destroyed);
  }

  /** Resolves with the id of the new template once it is listed. Throws a refusal to the form that asked. */
  async importTemplate(body: ImportTemplateBody, idempotencyKey: string): Promise<string> {
    const { body: imported, position } = await this.platform.templates.importTemplate({ body }, { idempotencyKey });
    await this.list.refresh(position);
    return imported.id;
  }
}
