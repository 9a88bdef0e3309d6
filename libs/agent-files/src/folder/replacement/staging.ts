import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { reservedPrefix } from '../../checked-path.js';
import { codeOf, type Directory } from '../directory.js';
import { removeIn } from '../removal.js';
import { ownMark } from './owner.js';

/**
 * The staging folders of a replacement in its root: `new` while the new tree is written, `ready` from the point of no
 * return on, `old` for the old entries, `moving` while the new ones are moved into place.
 */
export type Phase = 'new' | 'ready' | 'moving' | 'old';

const pattern = /^\.guildhall-(new|ready|moving|old)-((\d+\.\d*(?:\.[0-9a-f]*)?)-[0-9a-f]+)$/;

export const newId = (): string => `${ownMark}-${randomBytes(8).toString('hex')}`;
export const stagingName = (phase: Phase, id: string): string => `${reservedPrefix}${phase}-${id}`;

/** `mark` names the process that works on it. Null: not a staging folder. */
export const stagingOf = (name: string): { phase: Phase; id: string; mark: string } | null => {
  const [, phase, id, mark] = pattern.exec(name) ?? [];
  return phase === undefined || id === undefined || mark === undefined ? null : { phase: phase as Phase, id, mark };
};

/** Rejects with ENOENT if the folder does not exist or no longer exists. */
export const renameStaging = (top: Directory, from: [Phase, string], to: [Phase, string]): Promise<void> =>
  rename(top.at(stagingName(...from)), top.at(stagingName(...to)));

/** As `renameStaging`, but returns false if the folder does not exist. */
export const renamedStaging = async (top: Directory, from: [Phase, string], to: [Phase, string]): Promise<boolean> => {
  try {
    await renameStaging(top, from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

/** Removes a staging folder that is no longer needed. Ignores a failure: the folder is hidden, and the next access retries. */
export const drop = async (top: Directory, phase: Phase, id: string): Promise<void> => {
  await removeIn(top, stagingName(phase, id)).catch(() => undefined);
};
