import type { FileDeletedView, FileEntryView, FileSavedView, FileView, UploadsView } from '@guildhall/contracts';
import type { CommandOptions, Connection, QueryOptions } from '../http/connection.js';

/** Where the files of an agent are; `workspace` is what it works on, `configs` what it was started with. */
export const fileRoots = ['workspace', 'configs', 'home', 'plugins'] as const;
export type FileRoot = (typeof fileRoots)[number];

const at = (workspaceId: string): string => `/workspaces/${encodeURIComponent(workspaceId)}`;
const whole = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
const fileAt = (workspaceId: string, root: FileRoot, path: string): string =>
  `${at(workspaceId)}/files/${whole(path)}?root=${root}`;

/** Paths are relative to their root, without a slash before them. */
export const filesClient = (connection: Connection) => ({
  /** What is in a folder (`''`: the root itself), `depth` levels deep, at most 5. */
  list: (workspaceId: string, root: FileRoot, path = '', depth = 1, options?: QueryOptions) =>
    connection.get<FileEntryView[]>(
      `${at(workspaceId)}/files`,
      { root, depth, ...(path === '' ? {} : { path }) },
      options,
    ),
  /** At most 5 MiB; `digest` in quotes is the ETag that `write` compares. */
  read: (workspaceId: string, root: FileRoot, path: string, options?: QueryOptions) =>
    connection.get<FileView>(fileAt(workspaceId, root, path), {}, options),
  /** `ifMatch`: refused with 412 FILE_CHANGED when the file is another by now. */
  write: (
    workspaceId: string,
    root: FileRoot,
    path: string,
    body: { content: string; encoding?: 'utf-8' | 'base64' },
    options?: CommandOptions,
  ) => connection.send<FileSavedView>('PUT', fileAt(workspaceId, root, path), body, options),
  /** A file, or a folder with all that is in it. */
  remove: (workspaceId: string, root: FileRoot, path: string, options?: CommandOptions) =>
    connection.send<FileDeletedView>('DELETE', fileAt(workspaceId, root, path), undefined, options),
  /** Whole files beside a message, at most 25 MiB each and 50 MiB together. */
  upload: (workspaceId: string, files: readonly { name: string; content: Blob }[], options?: CommandOptions) => {
    const form = new FormData();
    for (const { name, content } of files) form.append('files', content, name);
    return connection.send<UploadsView>('POST', `${at(workspaceId)}/chat/uploads`, form, options);
  },
  /** Address under which a browser saves one file. */
  downloadUrl: (workspaceId: string, root: FileRoot, path: string): string =>
    connection.urlOf(`${at(workspaceId)}/chat/download`, { path: `/${root}/${path}` }),
  /** Address under which a browser saves a folder as a zip. */
  archiveUrl: (workspaceId: string, root: FileRoot, path = ''): string =>
    connection.urlOf(`${at(workspaceId)}/files-archive`, { root, ...(path === '' ? {} : { path }) }),
});
