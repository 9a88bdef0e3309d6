import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Nobody in particular: not root, whom no mode of a file stops. */
const ordinary = 65_534;
const isRoot = process.getuid?.() === 0;

/** Gives a folder of a test and everything in it to the ordinary user. */
export const giveToOrdinaryUser = (path: string): void => {
  if (!isRoot) return;
  const isFolder = lstatSync(path).isDirectory();
  if (isFolder) for (const name of readdirSync(path)) giveToOrdinaryUser(join(path, name));
  if (!lstatSync(path).isSymbolicLink()) chownSync(path, ordinary, ordinary);
};

/** Does the work, and starts the programs in it, as somebody whom the modes of files stop, also where tests run as root. */
export const asOrdinaryUser = async <T>(work: () => Promise<T>): Promise<T> => {
  if (!isRoot) return work();
  process.setegid?.(ordinary);
  process.seteuid?.(ordinary);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
};
