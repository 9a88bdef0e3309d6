import { inject, Injectable } from '@angular/core';
import { ApiError } from '@guildhall/client';
import type { FileRoot } from '@guildhall/contracts';
import { DraftsStore } from '../editor/drafts.store.js';
import { NoticesStore } from '../notices/notices.store.js';
import { saveBlob } from '../platform/save-file.js';
import { PLATFORM } from '../platform/platform.js';
import { FileTree, nameOf } from './file-tree.js';
import { OpenedFile, type FilePlace } from './opened-file.js';

/** Bytes of one file that the platform takes as JSON. */
const largestUpload = 5 * 1_048_576;

/** Commands for the files of agents. Each one reports its result or refusal as a notice. */
@Injectable({ providedIn: 'root' })
export class FilesStore {
  private readonly platform = inject(PLATFORM);
  private readonly drafts = inject(DraftsStore);
  private readonly notices = inject(NoticesStore);

  tree(workspaceId: string, root: FileRoot): FileTree {
    return new FileTree((path) => this.platform.files.list({ id: workspaceId, query: { root, path } }));
  }

  open(place: FilePlace): OpenedFile {
    return new OpenedFile(place, this.platform.files, this.drafts);
  }

  /** Names of unsaved files below a root. */
  unsaved(workspaceId: string, root: FileRoot): string[] {
    const prefix = `${root}/`;
    return this.drafts
      .namesOf(workspaceId, 'files')
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  /** A refusal is thrown to the form that asked. */
  async create({ workspaceId, root, path }: FilePlace): Promise<void> {
    await this.platform.files.write({ id: workspaceId, path, query: { root }, body: { content: '' } });
  }

  async remove({ workspaceId, root, path }: FilePlace): Promise<boolean> {
    try {
      await this.platform.files.remove({ id: workspaceId, path, query: { root } });
    } catch (problem) {
      this.notices.fail(`${nameOf(path)} was not deleted.`, problem);
      return false;
    }
    for (const name of this.unsaved(workspaceId, root))
      if (name === path || name.startsWith(`${path}/`)) this.drafts.keep(workspaceId, 'files', `${root}/${name}`, null);
    this.notices.say(`Deleted ${nameOf(path)}.`);
    return true;
  }

  /** Uploads one file after the other, so that a refusal names the file. */
  async upload(workspaceId: string, root: FileRoot, folder: string, files: readonly File[]): Promise<void> {
    let done = 0;
    for (const file of files) {
      const path = folder === '' ? file.name : `${folder}/${file.name}`;
      try {
        if (file.size > largestUpload) throw tooLarge(file.name);
        const body = { content: await base64Of(file), encoding: 'base64' } as const;
        await this.platform.files.write({ id: workspaceId, path, query: { root }, body });
        done += 1;
      } catch (problem) {
        return this.notices.fail(`${file.name} was not uploaded.`, problem);
      }
    }
    if (done > 0) this.notices.say(done === 1 ? `Uploaded ${files[0]?.name}.` : `Uploaded ${done} files.`);
  }

  download({ workspaceId, root, path }: FilePlace): Promise<void> {
    const query = { path: `/${root}/${path}` };
    return this.save(nameOf(path), () => this.platform.files.download({ id: workspaceId, query }));
  }

  archive(workspaceId: string, root: FileRoot, path = ''): Promise<void> {
    const read = (): Promise<Blob> => this.platform.files.archive({ id: workspaceId, query: { root, path } });
    return this.save(`${nameOf(path) || root}.zip`, read);
  }

  private async save(name: string, read: () => Promise<Blob>): Promise<void> {
    try {
      saveBlob(name, await read());
    } catch (problem) {
      this.notices.fail(`${name} was not downloaded.`, problem);
    }
  }
}

const tooLarge = (name: string): ApiError =>
  new ApiError(413, {
    type: 'about:blank',
    title: 'Too large',
    error: `${name} is larger than 5 MiB.`,
    code: 'FILE_TOO_LARGE',
    fix: 'Attach it to a message in the chat (up to 25 MiB), or bring it to the agent another way.',
  });

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
    reader.readAsDataURL(file);
  });
