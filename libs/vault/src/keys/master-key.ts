import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WrongMasterKey } from '../errors.js';
import { openBytes, sealBytes } from '../sealing.js';
import { createPrivateFile, missingIsNull } from './private-file.js';

const keyBytes = 32;
const markContext = 'guildhall/master-key-mark/1';

/** Whether a master key opens the keys that are there; null: there are none yet, or a mark tells. */
export type MasterKeyProof = ((masterKey: Buffer) => boolean) | null;

/**
 * The given master key (32 bytes in base64), or one from a file that the first start creates. A mark sealed under it
 * reveals a wrong key at once. Rejects with `WrongMasterKey`.
 */
export const loadMasterKey = async (
  directory: string,
  given: string | undefined,
  proof: MasterKeyProof,
): Promise<Buffer> => {
  const markFile = join(directory, 'master.mark');
  const mark = await readFile(markFile, 'utf8').catch(missingIsNull);
  const isNeeded = mark !== null || proof !== null;
  const key =
    given === undefined ? await keyFromFile(directory, isNeeded) : parseMasterKey(given, 'GUILDHALL_MASTER_KEY');
  if (mark === null) {
    if (proof?.(key) === false) throw otherMasterKey(directory);
    const made = await createPrivateFile(markFile, sealBytes(key, markContext, Buffer.alloc(0)).toString('base64'));
    return made ? key : loadMasterKey(directory, given, proof);
  }
  try {
    openBytes(key, markContext, Buffer.from(mark, 'base64'));
  } catch (cause) {
    throw otherMasterKey(directory, cause);
  }
  return key;
};

const otherMasterKey = (directory: string, cause?: unknown): WrongMasterKey =>
  new WrongMasterKey(
    `the keys in ${directory} were made under another master key; start with that key, or restore the folder that belongs to this one`,
    { cause },
  );

const keyFromFile = async (directory: string, isNeeded: boolean): Promise<Buffer> => {
  const file = join(directory, 'master.key');
  const text = await readFile(file, 'utf8').catch(missingIsNull);
  if (text !== null) return parseMasterKey(text.trim(), file);
  if (isNeeded) {
    throw new WrongMasterKey(
      `the keys in ${directory} need a master key: set GUILDHALL_MASTER_KEY to the key they were made under, or restore ${file}`,
    );
  }
  await createPrivateFile(file, `${randomBytes(keyBytes).toString('base64')}\n`);
  return parseMasterKey((await readFile(file, 'utf8')).trim(), file);
};

/** 32 bytes in base64; throws `WrongMasterKey`, which names the source. */
export const parseMasterKey = (text: string, source: string): Buffer => {
  const key = Buffer.from(text, 'base64');
  if (key.length !== keyBytes || key.toString('base64') !== text) {
    throw new WrongMasterKey(`the master key in ${source} is not 32 bytes in base64`);
  }
  return key;
};
