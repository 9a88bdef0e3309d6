import { GuildhallError } from '@guildhall/contracts/errors';

export const pathLimits = { nameBytes: 255, pathBytes: 1_024 } as const;

/** Prefix of our own names: an unfinished write or replacement. */
export const reservedPrefix = '.guildhall-';
/** The file with an agent's token. It is hidden, so that reading an agent's files is not enough to act as it. */
const tokenName = '.auth_token';

/** Whether a name is never shown or touched. */
export const isReserved = (name: string): boolean => name.startsWith(reservedPrefix) || name === tokenName;

const control = /[\u0000-\u001f\u007f]/;
const utf8 = new TextEncoder();

const problemOf = (path: string): string | null => {
  if (control.test(path)) return 'it has a control character';
  if (!path.isWellFormed()) return 'it is not valid Unicode';
  if (path.includes('\\')) return 'it has a backslash';
  if (path.startsWith('/')) return 'it is absolute';
  if (utf8.encode(path).length > pathLimits.pathBytes) return `it is longer than ${pathLimits.pathBytes} bytes`;
  for (const name of path.split('/')) {
    if (name === '') return 'it has an empty name';
    if (name === '.' || name === '..') return `it has the name "${name}"`;
    if (isReserved(name)) return `names that start with ${reservedPrefix}, and ${tokenName}, are reserved`;
    if (utf8.encode(name).length > pathLimits.nameBytes) return `a name is longer than ${pathLimits.nameBytes} bytes`;
  }
  return null;
};

/** A refused path for a sentence: short and without control characters. */
const shown = (path: string): string =>
  JSON.stringify(path.length > 80 ? `${path.slice(0, 80).toWellFormed()}…` : path.toWellFormed());

/**
 * Returns a path that is relative to a root and stays below it on every file system. `empty` says whether `''`, the root,
 * is allowed. Throws PATH_REFUSED.
 */
export const checkedPath = (path: string, empty: 'is the root' | 'is refused' = 'is refused'): string => {
  if (path === '' && empty === 'is the root') return path;
  const reason = path === '' ? 'it is empty' : problemOf(path);
  if (reason !== null) throw new GuildhallError('PATH_REFUSED', { path: shown(path), reason: `${reason}.` });
  return path;
};

/** The names in a checked path, starting below the root. */
export const namesOf = (path: string): string[] => (path === '' ? [] : path.split('/'));
