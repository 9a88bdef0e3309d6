import { defineRoute, type FormFile } from '../declarations/route.js';
import type { ReplaceFilesBody, WriteFileBody } from './bodies.js';
import { fileLimits } from './limits.js';
import type { ArchiveQuery, DownloadQuery, ListFilesQuery, RootQuery } from './queries.js';
import type {
  FileDeletedView,
  FileEntryView,
  FileSavedView,
  FilesReplacedView,
  FileView,
  UploadsView,
} from './views.js';

/** A form has boundaries and headers besides its files. */
const formOverhead = 1_048_576;

export const fileRoutes = {
  list: defineRoute<{ query: ListFilesQuery; answer: FileEntryView[] }>()('GET', '/workspaces/:id/files', {
    permission: 'files.read',
    summary: 'List a folder of the agent',
  }),
  read: defineRoute<{ query: RootQuery; answer: FileView }>()('GET', '/workspaces/:id/files/*', {
    permission: 'files.read',
    summary: 'Read one file as JSON, at most 5 MiB',
  }),
  write: defineRoute<{ body: WriteFileBody; query: RootQuery; answer: FileSavedView }>()(
    'PUT',
    '/workspaces/:id/files/*',
    { permission: 'files.write', summary: 'Write one file', bodyLimit: fileLimits.jsonBody },
  ),
  replace: defineRoute<{ body: ReplaceFilesBody; query: RootQuery; answer: FilesReplacedView }>()(
    'PUT',
    '/workspaces/:id/files',
    { permission: 'files.write', summary: 'Replace all files of a folder', bodyLimit: fileLimits.jsonBody },
  ),
  remove: defineRoute<{ query: RootQuery; answer: FileDeletedView }>()('DELETE', '/workspaces/:id/files/*', {
    permission: 'files.write',
    summary: 'Delete a file, or a folder with everything in it',
  }),
  upload: defineRoute<{ body: readonly FormFile[]; answer: UploadsView }>()('POST', '/workspaces/:id/chat/uploads', {
    permission: 'files.write',
    summary: 'Upload files beside a message, at most 25 MiB each and 50 MiB together',
    isForm: true,
    bodyLimit: fileLimits.uploadRequest + formOverhead,
  }),
  download: defineRoute<{ query: DownloadQuery; answer: Uint8Array }>()('GET', '/workspaces/:id/chat/download', {
    permission: 'files.read',
    summary: 'Download one file',
    format: 'bytes',
  }),
  archive: defineRoute<{ query: ArchiveQuery; answer: Uint8Array }>()('GET', '/workspaces/:id/files-archive', {
    permission: 'files.read',
    summary: 'Download a folder as a zip archive',
    format: 'bytes',
  }),
} as const;
