import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An ordinary user id; root would ignore the modes of files. */
const ordinary = 65_534;
const isRoot = process.getuid?.() === 0;

/** Gives a folder of a test and everything in it to the ordinary user. */
export const giveToOrdinaryUser = (path: string): void => {
  if (!isRoot) return;
  const isFolder = lstatSync(path).isDirectory();
  if (isFolder) for (const name of readdirSync(path)) giveToOrdinaryUser(join(path, name));
  if (!lstatSync(path).isSymbolicLink()) chownSync(path, ordinary, ordinary);
};

/** Runs the work and its programs as a user bound by file modes, also if the tests run as root. */
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
