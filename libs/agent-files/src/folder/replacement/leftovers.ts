import { randomBytes } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { reservedPrefix } from '../../checked-path.js';
import { within, type Directory } from '../directory.js';
import { busy } from '../refusals.js';
import { ownMark, ownerOf } from './owner.js';
import { asRunning, resume, runningHere, rollBack } from './replacement.js';
import { drop, newId, renamedStaging, stagingName, stagingOf, type Phase } from './staging.js';

/**
 * A process in another container is invisible. It counts as gone once nothing in the folders of its replacement has
 * changed for this time, after which a command that changes files is abandoned anyway.
 */
export const silenceLimitMs = 2 * 60_000;
/** Seconds. */
const retryAfter = { 'at work': 1, elsewhere: 60 } as const;

/** A replacement that some process started. */
interface Leftover {
  id: string;
  mark: string;
  phases: Set<Phase>;
  /** Time of the last change in its folders, by the clock of the file system. */
  changedMs: number;
}

/** The first existing one of these tells how far the replacement got. */
const telling = ['moving', 'ready', 'new', 'old'] as const satisfies Phase[];

/**
 * Finishes the replacements of processes that are gone: forward after the point of no return, back before it. Before a
 * change, waits for the replacements of this process. Returns the reason why no file below this root should be changed
 * now, because the change would be lost when that replacement continues; null: no reason. A read ignores it.
 */
export const finishReplacements = async (top: Directory, doing: 'read' | 'write'): Promise<unknown> => {
  const found = await leftovers(top);
  const here = found.flatMap(({ id }) => runningHere(id) ?? []);
  if (here.length > 0 && doing === 'write') {
    await Promise.all(here);
    return finishReplacements(top, doing);
  }
  let reason: unknown = null;
  for (const left of found) if (runningHere(left.id) === null) reason = (await finished(top, left)) ?? reason;
  return reason;
};

const finished = async (top: Directory, left: Leftover): Promise<unknown> => {
  try {
    const owner = left.mark === ownMark ? 'gone' : ownerOf(left.mark);
    const isSilent = owner === 'gone' || Math.abs((await fileSystemTime(top)) - left.changedMs) > silenceLimitMs;
    if (owner === 'gone' || (owner === 'elsewhere' && isSilent)) await takeOver(top, left);
    else if (!isSilent && isHalfDone(left)) return busy(undefined, retryAfter[owner]);
    return null;
  } catch (error) {
    return isHalfDone(left) ? error : null;
  }
};

/** Whether old files were or will be put away; other leftovers only take up space. */
const isHalfDone = ({ phases }: Leftover): boolean =>
  phases.has('moving') || phases.has('ready') || (phases.has('new') && phases.has('old'));

const leftovers = async (top: Directory): Promise<Leftover[]> => {
  const found = new Map<string, Leftover>();
  for (const name of (await top.names()).names) {
    const staging = stagingOf(name);
    const stat = staging === null ? null : await top.stat(name);
    if (staging === null || stat === null) continue;
    const { phase, id, mark } = staging;
    // Not one of ours, which are always folders, but it could block one.
    if (!stat.isDirectory()) await unlink(top.at(name)).catch(() => undefined);
    else {
      const left = found.get(id) ?? { id, mark, phases: new Set(), changedMs: 0 };
      left.phases.add(phase);
      left.changedMs = Math.max(left.changedMs, stat.mtimeMs);
      found.set(id, left);
    }
  }
  return [...found.values()];
};

/** Claims the replacement by renaming it to our own name: several processes may find it at the same time. */
const takeOver = async (top: Directory, left: Leftover): Promise<void> => {
  const id = newId();
  await asRunning(id, async () => {
    const [phase, ...others] = telling.filter((one) => left.phases.has(one));
    if (phase === undefined || !(await renamedStaging(top, [phase, left.id], [phase, id]))) return;
    for (const other of others) await renamedStaging(top, [other, left.id], [other, id]);
    await within(await top.child(stagingName(phase, id)), fileSystemTime);
    if (phase === 'old') await drop(top, 'old', id);
    else if (phase === 'new') await rollBack(top, id);
    else await resume(top, id, phase);
  });
};

/**
 * Milliseconds since the epoch by the clock of the file system, which may be another machine's. The folder counts as
 * changed at that time.
 */
const fileSystemTime = async (folder: Directory): Promise<number> => {
  const path = folder.at(`${reservedPrefix}write-${randomBytes(8).toString('hex')}`);
  const file = await open(path, 'wx');
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
    await unlink(path);
  }
};
