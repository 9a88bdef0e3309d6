import type { Instant, WorkspaceId } from '../ids.js';
import type { FileEncoding } from './bodies.js';

/** One item of `GET /workspaces/:id/files`. `path`: relative to the root. */
export interface FileEntryView {
  path: string;
  size: number;
  dir: boolean;
  /** A link is shown and never followed. `other`: a pipe, a socket or a device; it has no content. */
  kind: 'file' | 'directory' | 'link' | 'other';
  modified_at: Instant;
}
/** `encoding`: only of a file that is not UTF-8 text. `digest`: SHA-256 in hex; in quotes it is the ETag. */
export interface FileView {
  path: string;
  content: string;
  size: number;
  digest: string;
  encoding?: Extract<FileEncoding, 'base64'>;
}
export interface FileChangedView {
  position: string;
  event_ids: string[];
}
export interface FileSavedView extends FileChangedView {
  status: 'saved';
  path: string;
  size: number;
  digest: string;
}
export interface FilesReplacedView extends FileChangedView {
  status: 'replaced';
  workspace: WorkspaceId;
  /** How many there are now. */
  files: number;
  source: 'container' | 'process';
}
export interface FileDeletedView extends FileChangedView {
  status: 'deleted';
  path: string;
}
export interface UploadedFileView {
  /** `workspace:` and the absolute path that the agent sees. */
  uri: string;
  name: string;
  mimeType: string;
  size: number;
}
export interface UploadsView {
  files: UploadedFileView[];
}
