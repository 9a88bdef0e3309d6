import { randomBytes } from 'node:crypto';
import { mkdir, rename, rmdir } from 'node:fs/promises';
import { isReserved, namesOf, reservedPrefix } from '../checked-path.js';
import type { FileChange } from '../port.js';
import { descend } from './descent.js';
import { within, type Directory } from './directory.js';
import { isAlive, ownProcess } from './owner.js';
import { removeIn } from './removal.js';
import { writeFileIn } from './tree.js';

/**
 * A replacement goes on inside its root, because a root may be a mount, which cannot be renamed, and an agent may work in
 * it. It is complete or did not happen, seen after a crash: the new tree is written (`new`), that is the point of no
 * return (`ready`), the old entries are put away (`old`), the new ones moved to their place (`moving`).
 */
type Phase = 'new' | 'ready' | 'moving' | 'old';
const named = (phase: Phase, id: string): string => `${reservedPrefix}${phase}-${id}`;
const pattern = /^\.guildhall-(new|ready|moving|old)-((\d+\.\d*)-[0-9a-f]+)$/;

export const replaceIn = async (top: Directory, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> => {
  const id = `${ownProcess}-${randomBytes(8).toString('hex')}`;
  try {
    const changes = await writeTree(top, named('new', id), files);
    await rename(top.at(named('new', id)), top.at(named('ready', id)));
    await top.sync();
    await putAway(top, id);
    await moveIn(top, id);
    return changes;
  } catch (error) {
    await takeBack(top, id);
    throw error;
  }
};

/** Ends what a process that is gone left half-done: forward from the point of no return, back before it. */
export const finishReplacements = async (top: Directory): Promise<void> => {
  const { names } = await top.names();
  const left = names.flatMap((name) => {
    const [, phase, id, owner] = pattern.exec(name) ?? [];
    return phase === undefined || id === undefined || isAlive(owner ?? '') ? [] : [{ phase: phase as Phase, id, name }];
  });
  for (const { phase, id, name } of left) {
    if (phase === 'new') await removeIn(top, name);
    if (phase === 'ready') await putAway(top, id);
    if (phase === 'ready' || phase === 'moving') await moveIn(top, id);
    if (phase === 'old') await removeIn(top, name);
  }
};

const writeTree = async (top: Directory, name: string, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> => {
  await mkdir(top.at(name));
  return within(await top.child(name), async (tree) => {
    const changes: FileChange[] = [];
    for (const [path, content] of files) {
      const names = namesOf(path);
      const last = names.pop() as string;
      const place = { root: 'workspace', path } as const;
      changes.push(await descend(tree, names, place, true, (parent) => writeFileIn(parent, last, path, content)));
    }
    return changes;
  });
};

const own = async (top: Directory): Promise<string[]> => {
  const { names } = await top.names(Number.MAX_SAFE_INTEGER);
  return names.filter((name) => !isReserved(name));
};

const putAway = async (top: Directory, id: string): Promise<void> => {
  await within(await top.madeChild(named('old', id)), async (old) => {
    for (const name of await own(top)) await rename(top.at(name), old.at(name));
  });
  await rename(top.at(named('ready', id)), top.at(named('moving', id)));
  await top.sync();
};

const moveIn = async (top: Directory, id: string): Promise<void> => {
  const moving = named('moving', id);
  await within(await top.child(moving), async (tree) => {
    for (const name of await own(tree)) await rename(tree.at(name), top.at(name));
  });
  await rmdir(top.at(moving));
  await top.sync();
  await removeIn(top, named('old', id));
};

/** Before the new entries are moved in, everything old can go back to where it was. */
const takeBack = async (top: Directory, id: string): Promise<void> => {
  if ((await top.stat(named('moving', id))) !== null) return;
  if ((await top.stat(named('old', id))) !== null) {
    await within(await top.child(named('old', id)), async (old) => {
      for (const name of await own(old)) await rename(old.at(name), top.at(name));
    });
    await removeIn(top, named('old', id));
  }
  await removeIn(top, named('new', id));
  await removeIn(top, named('ready', id));
};
