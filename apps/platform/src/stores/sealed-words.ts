import { causeSentence, type BlobRef, type Cause } from '@guildhall/contracts';
import type { Vault } from '@guildhall/vault';

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

/** The sealed words; null when there are none or their key was destroyed. */
export const openedWords = async (
  vault: Pick<Vault, 'open'>,
  words: BlobRef | null | undefined,
): Promise<string | null> => {
  const bytes = words == null ? null : await vault.open(words);
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
};

/** The sentence of a cause with the sealed words. */
export const openedSentence = async (
  vault: Pick<Vault, 'open'>,
  cause: Cause,
  words: BlobRef | null | undefined,
): Promise<string> => causeSentence(cause, await openedWords(vault, words));
