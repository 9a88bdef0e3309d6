import { inject, Injectable } from '@angular/core';
import type { ConfigProblem } from '@guildhall/contracts';
import { DraftsStore } from '../editor/drafts.store.js';
import { EditedDocument } from '../editor/edited-document.js';
import { PLATFORM } from '../platform/platform.js';

/** Opens the configurations of agents for editing. */
@Injectable({ providedIn: 'root' })
export class ConfigurationDocuments {
  private readonly platform = inject(PLATFORM);
  private readonly drafts = inject(DraftsStore);

  /** `onProblems` gets the problems of the saved text after each read and save. */
  open(id: string, name: string, onProblems: (problems: readonly ConfigProblem[]) => void): EditedDocument {
    return new EditedDocument(
      { workspaceId: id, kind: 'config', name },
      {
        read: async () => {
          const { text, version, problems } = await this.platform.configuration.read({ id });
          onProblems(problems);
          return { text, etag: version === '' ? null : `"${version}"` };
        },
        write: async (text, ifMatch) => {
          const condition = ifMatch === null ? {} : { ifMatch };
          const { body, etag } = await this.platform.configuration.write({ id, body: { text } }, condition);
          onProblems(body.problems);
          return { etag: etag ?? `"${body.version}"` };
        },
      },
      this.drafts,
    );
  }
}
