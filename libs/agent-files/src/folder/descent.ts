import { codeOf, within, type Directory } from './directory.js';
import { throughLink, type Place } from './refusals.js';

/** Opens folder after folder, each within its parent, and refuses a link on the way. `make`: creates missing folders. */
export const descend = async <T>(
  top: Directory,
  names: readonly string[],
  place: Place,
  make: boolean,
  work: (folder: Directory) => Promise<T>,
): Promise<T> => {
  const [name, ...rest] = names;
  if (name === undefined) return work(top);
  const child = await (make ? top.madeChild(name) : top.child(name)).catch(async (error: unknown) => {
    const isLink = codeOf(error) === 'ENOTDIR' && (await top.stat(name))?.isSymbolicLink() === true;
    throw isLink ? throughLink(place) : error;
  });
  return within(child, (open) => descend(open, rest, place, make, work));
};
