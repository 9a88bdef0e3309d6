import { computed, signal } from '@angular/core';
import { ApiError, type HttpClient } from '@guildhall/client';
import type { FileRoot } from '@guildhall/contracts';
import type { DraftsStore } from '../editor/drafts.store.js';
import { EditedDocument, type Version } from '../editor/edited-document.js';

/** Where a file is. */
export interface FilePlace {
  workspaceId: string;
  root: FileRoot;
  path: string;
}
/** Why a file is not shown as text. */
export type Obstacle = 'binary' | 'too large' | 'gone';

const withoutText: Version = { text: '', etag: null };

/** An open file: its text, or why it cannot be shown. */
export class OpenedFile {
  readonly document: EditedDocument;
  private readonly isBinary = signal(false);
  readonly obstacle = computed((): Obstacle | null => {
    const problem = this.document.problem();
    const code = problem instanceof ApiError ? problem.code : null;
    if (code === 'FILE_TOO_LARGE') return 'too large';
    if (code === 'FILE_NOT_FOUND' && this.document.version() === null) return 'gone';
    return this.isBinary() ? 'binary' : null;
  });

  constructor(
    readonly place: FilePlace,
    files: HttpClient['files'],
    drafts: DraftsStore,
  ) {
    const { workspaceId, root, path } = place;
    const file = { id: workspaceId, path, query: { root } };
    const read = async (): Promise<Version> => {
      const { content, digest, encoding } = await files.read(file);
      this.isBinary.set(encoding === 'base64');
      return encoding === 'base64' ? withoutText : { text: content, etag: `"${digest}"` };
    };
    const write = async (content: string, ifMatch: string | null) => {
      const { body } = await files.write({ ...file, body: { content } }, ifMatch === null ? {} : { ifMatch });
      return { etag: `"${body.digest}"` };
    };
    this.document = new EditedDocument(
      { workspaceId, kind: 'files', name: `${root}/${path}` },
      { read, write },
      drafts,
    );
  }
}
