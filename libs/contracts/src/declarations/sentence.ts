import type { Cause } from './cause.js';

/** What sentences about events need from the place that shows them. */
export interface SentenceWords {
  /** Name of a workspace, also of a removed one; null: no workspace. */
  nameOf(id: string | null): string;
}

/** What the sentence of a declaration is given. */
export interface EventWords extends SentenceWords {
  becauseOf(cause: Cause): string;
}

/** A value in quotation marks; an empty one is called "nothing". */
export const quoted = (text: string): string => (text === '' ? 'nothing' : `“${text}”`);

/** Where a workspace is in the tree. */
export const below = (parentId: string | null, { nameOf }: SentenceWords): string =>
  parentId === null ? 'to the top level' : `below ${nameOf(parentId)}`;

/** "Removed", or "Removed with its team, 5 in all". */
export const withTeam = (verb: string, count: number): string =>
  count > 1 ? `${verb} with its team, ${count} in all` : verb;
