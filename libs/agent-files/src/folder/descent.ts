import { codeOf, within, type Directory } from './directory.js';
import { throughLink, type Place } from './refusals.js';

/** Opens folder after folder, each in the one before; a link on the way is refused. `make`: missing ones are made. */
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
