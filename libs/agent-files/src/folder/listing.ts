import type { Stats } from 'node:fs';
import { isReserved, namesOf } from '../checked-path.js';
import type { StoredEntry } from '../port.js';
import { descend } from './descent.js';
import { codeOf, type Directory } from './directory.js';
import type { Place } from './refusals.js';

export interface Listing {
  entries: StoredEntry[];
  truncated: boolean;
}

/** Listed without their content: these folders are large and not edited by hand. */
const closed = new Set(['.git', 'node_modules', '__pycache__', '.DS_Store']);

/** Lists level by level, so that a limit cuts off deep entries and not those late in the alphabet. */
export const listBelow = async (top: Directory, place: Place, depth: number, limit: number): Promise<Listing> => {
  const entries: StoredEntry[] = [];
  let truncated = false;
  let level = [place.path];
  for (let left = depth; left > 0 && level.length > 0 && !truncated; left -= 1) {
    const next: string[] = [];
    for (const path of level) {
      const found = await entriesOf(top, { ...place, path }, path === place.path);
      const room = limit - entries.length;
      truncated ||= found.truncated || found.entries.length > room;
      entries.push(...found.entries.slice(0, room));
      next.push(...found.entries.filter(isOpen).map((entry) => entry.path));
      if (truncated) break;
    }
    level = next;
  }
  return { entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)), truncated };
};

const isOpen = ({ kind, path }: StoredEntry): boolean =>
  kind === 'directory' && !closed.has(namesOf(path).at(-1) ?? '');

/** The entries of one folder. A subfolder that has vanished or was closed meanwhile counts as empty. */
const entriesOf = async (top: Directory, place: Place, required: boolean): Promise<Listing> => {
  try {
    return await descend(top, namesOf(place.path), place, false, (folder) => read(folder, place.path));
  } catch (error) {
    if (!required && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error) ?? ''))
      return { entries: [], truncated: false };
    throw error;
  }
};

const read = async (folder: Directory, path: string): Promise<Listing> => {
  const { names, truncated } = await folder.names();
  const entries: StoredEntry[] = [];
  for (const name of names) {
    const stat = isReserved(name) ? null : await folder.stat(name);
    if (stat === null) continue;
    entries.push({
      path: path === '' ? name : `${path}/${name}`,
      kind: kindOf(stat),
      size: stat.isFile() ? stat.size : 0,
      modifiedMs: Math.floor(stat.mtimeMs),
    });
  }
  return { entries, truncated };
};

const kindOf = (stat: Stats): StoredEntry['kind'] => {
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isDirectory()) return 'directory';
  return stat.isFile() ? 'file' : 'other';
};
