import { GuildhallError } from '@guildhall/contracts/errors';
import type { FileRoot } from '../port.js';
import { codeOf } from './directory.js';

const linkReason = 'it goes through a link, and links are not followed.';

/** The path that a refusal is about. */
export interface Place {
  root: FileRoot;
  path: string;
}

export const throughLink = ({ path }: Pick<Place, 'path'>): GuildhallError =>
  new GuildhallError('PATH_REFUSED', { path, reason: linkReason });
export const notFound = ({ root, path }: Place): GuildhallError => new GuildhallError('FILE_NOT_FOUND', { root, path });
/** Another process changes the same files. `retryAfter` (default 1): seconds until the next try. */
export const busy = (cause?: unknown, retryAfter = 1): GuildhallError =>
  new GuildhallError('FILES_BUSY', { retryAfter }, { cause });
export const readOnly = ({ root }: Place): GuildhallError => new GuildhallError('ROOT_READ_ONLY', { root });

/** The refusal for an error of the file system; returns any other error unchanged. */
export const refusalFor = (error: unknown, place: Place, doing: 'read' | 'write'): unknown => {
  switch (codeOf(error)) {
    case 'ENOENT':
      return notFound(place);
    case 'ELOOP':
      return throughLink(place);
    case 'ENOTDIR':
      return new GuildhallError('NOT_A_DIRECTORY', { path: place.path });
    case 'EISDIR':
    case 'ENXIO':
      return new GuildhallError('NOT_A_FILE', { path: place.path });
    case 'ENAMETOOLONG':
      return new GuildhallError('PATH_REFUSED', { path: place.path, reason: 'it is too long for that file system.' });
    case 'EROFS':
      return readOnly(place);
    case 'EACCES':
    case 'EPERM':
      return doing === 'write'
        ? readOnly(place)
        : new GuildhallError('PATH_REFUSED', { path: place.path, reason: 'its owner lets nobody else read it.' });
    case 'ENOTEMPTY':
    case 'EEXIST':
      return busy(error);
    case 'ENOSPC':
    case 'EDQUOT':
      return new GuildhallError('FILES_FULL', { path: place.path });
    default:
      return error;
  }
};
