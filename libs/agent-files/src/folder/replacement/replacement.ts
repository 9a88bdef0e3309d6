import { mkdir } from 'node:fs/promises';
import { isReserved, namesOf } from '../../checked-path.js';
import type { FileChange } from '../../port.js';
import { descend } from '../descent.js';
import { within, type Directory } from '../directory.js';
import { writeFileIn } from '../tree.js';
import { moveEntry } from './move-entry.js';
import { drop, newId, renamedStaging, renameStaging, stagingName } from './staging.js';

/** The running replacements of this process, by id. */
const running = new Map<string, Promise<unknown>>();

/** The end of a running replacement of this process; never rejects. Null: it is not running here. */
export const runningHere = (id: string): Promise<unknown> | null => running.get(id) ?? null;

export const asRunning = async <T>(id: string, work: () => Promise<T>): Promise<T> => {
  const result = work();
  running.set(
    id,
    result.catch(() => undefined),
  );
  try {
    return await result;
  } finally {
    running.delete(id);
  }
};

/**
 * Replaces all entries inside a root: a root may be a mount, which cannot be renamed, and the agent may work in it. After
 * a crash the replacement is complete or has no effect. Once new entries are in place it cannot be rolled back: the next
 * access finishes a failed one, and the error says nothing about the outcome.
 */
export const replaceIn = (top: Directory, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> => {
  const id = newId();
  return asRunning(id, async () => {
    const changes = await prepared(top, id, files);
    try {
      await moveIn(top, id);
    } catch (error) {
      throw new Error('some new files are not in place yet; the next access resumes it', {
        cause: error,
      });
    }
    return changes;
  });
};

/** Puts all old entries away, or leaves everything as it was. */
const prepared = async (top: Directory, id: string, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> => {
  try {
    const changes = await writeTree(top, id, files);
    await renameStaging(top, ['new', id], ['ready', id]);
    await top.sync();
    await putAway(top, id);
    return changes;
  } catch (error) {
    // The next access finishes a failed rollback; the caller needs the original cause.
    await rollBack(top, id).catch(() => undefined);
    throw error;
  }
};

/** Completes a replacement that has passed the point of no return. */
export const resume = async (top: Directory, id: string, phase: 'ready' | 'moving'): Promise<void> => {
  if (phase === 'ready') await putAway(top, id);
  await moveIn(top, id);
};

/** Restores all old entries; only possible before new ones are moved in. */
export const rollBack = async (top: Directory, id: string): Promise<void> => {
  for (const phase of ['ready', 'moving'] as const) await renamedStaging(top, [phase, id], ['new', id]);
  await top.sync();
  if ((await top.stat(stagingName('old', id))) !== null) {
    await within(await top.child(stagingName('old', id)), async (old) => {
      for (const name of await own(old)) await moveEntry(name, old, top, old);
    });
    await top.sync();
    await drop(top, 'old', id);
  }
  await drop(top, 'new', id);
};

const writeTree = async (top: Directory, id: string, files: ReadonlyMap<string, Buffer>): Promise<FileChange[]> => {
  await mkdir(top.at(stagingName('new', id)));
  return within(await top.child(stagingName('new', id)), async (tree) => {
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

const own = async (folder: Directory): Promise<string[]> => {
  const { names } = await folder.names(Number.MAX_SAFE_INTEGER);
  return names.filter((name) => !isReserved(name));
};

const putAway = async (top: Directory, id: string): Promise<void> => {
  await within(await top.madeChild(stagingName('old', id)), async (old) => {
    for (const name of await own(top)) await moveEntry(name, top, old, old);
  });
  await renameStaging(top, ['ready', id], ['moving', id]);
  await top.sync();
};

const moveIn = async (top: Directory, id: string): Promise<void> => {
  await within(await top.madeChild(stagingName('old', id)), async (old) =>
    within(await top.child(stagingName('moving', id)), async (tree) => {
      for (const name of await own(tree)) await moveEntry(name, tree, top, old);
    }),
  );
  await top.sync();
  await drop(top, 'moving', id);
  await drop(top, 'old', id);
};
