import { causeSentence, type BlobRef, type Cause } from '@guildhall/contracts';
import { BlobDamaged } from '@guildhall/blob-store';
import { SealBroken, type Vault } from '@guildhall/vault';

/** Characters of an error text that are kept. */
const longest = 2_000;

/** Seals what an agent or its engine said under the key of its workspace; null: it said nothing. */
export const sealWords = async (
  vault: Pick<Vault, 'seal'>,
  workspaceId: string,
  words: string | null,
): Promise<BlobRef | null> => {
  if (words === null || words === '') return null;
  return vault.seal(`workspace:${workspaceId}`, 'text/plain', Buffer.from(words.slice(0, longest)));
};

/** Stands for contents whose file was damaged, so that one of them does not take a whole list away. */
export const damaged = Symbol('damaged');
/** What people read in its place. */
export const damagedText = 'This text is damaged and cannot be read. Restore the folder blobs from a backup.';

/** The sealed contents; null: there are none, or their key was destroyed. */
export const openedBytes = async (
  vault: Pick<Vault, 'open'>,
  ref: BlobRef | null | undefined,
): Promise<Uint8Array | null | typeof damaged> => {
  if (ref == null) return null;
  try {
    return await vault.open(ref);
  } catch (error) {
    if (error instanceof BlobDamaged || error instanceof SealBroken) return damaged;
    throw error;
  }
};

/** The sealed words; null when there are none or their key was destroyed. */
export const openedWords = async (
  vault: Pick<Vault, 'open'>,
  words: BlobRef | null | undefined,
): Promise<string | null> => {
  const bytes = await openedBytes(vault, words);
  if (bytes === damaged) return damagedText;
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
};

/** The sentence of a cause with the sealed words. */
export const openedSentence = async (
  vault: Pick<Vault, 'open'>,
  cause: Cause,
  words: BlobRef | null | undefined,
): Promise<string> => causeSentence(cause, await openedWords(vault, words));
