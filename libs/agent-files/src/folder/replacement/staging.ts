import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { reservedPrefix } from '../../checked-path.js';
import { codeOf, type Directory } from '../directory.js';
import { removeIn } from '../removal.js';
import { ownMark } from './owner.js';

/**
 * The folders of a replacement in its root: the new tree is written (`new`), that is the point of no return (`ready`), the
 * old entries are put away (`old`), the new ones moved to their place (`moving`).
 */
export type Phase = 'new' | 'ready' | 'moving' | 'old';

const pattern = /^\.guildhall-(new|ready|moving|old)-((\d+\.\d*(?:\.[0-9a-f]*)?)-[0-9a-f]+)$/;

export const newId = (): string => `${ownMark}-${randomBytes(8).toString('hex')}`;
export const stagingName = (phase: Phase, id: string): string => `${reservedPrefix}${phase}-${id}`;

/** `mark`: of the process that works on it. Null: it is no folder of a replacement. */
export const stagingOf = (name: string): { phase: Phase; id: string; mark: string } | null => {
  const [, phase, id, mark] = pattern.exec(name) ?? [];
  return phase === undefined || id === undefined || mark === undefined ? null : { phase: phase as Phase, id, mark };
};

/** Rejects with ENOENT when there is no such folder, or not any more. */
export const renameStaging = (top: Directory, from: [Phase, string], to: [Phase, string]): Promise<void> =>
  rename(top.at(stagingName(...from)), top.at(stagingName(...to)));

/** As `renameStaging`; false: there is no such folder, or not any more. */
export const renamedStaging = async (top: Directory, from: [Phase, string], to: [Phase, string]): Promise<boolean> => {
  try {
    await renameStaging(top, from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

/** What nobody needs any more. That it cannot be removed now is no failure: it is hidden, and the next access tries again. */
export const drop = async (top: Directory, phase: Phase, id: string): Promise<void> => {
  await removeIn(top, stagingName(phase, id)).catch(() => undefined);
};
