import type { Access, TeamAction } from '@guildhall/contracts';

const accessWords: Record<Access, string> = {
  none: 'its own, no other',
  read_only: 'read only',
  read_write: 'read and write',
};

export const folderWords = (access: Access, folder: string | null): string =>
  folder === null ? accessWords[access] : `${folder}, ${accessWords[access]}`;

/** Templates that an import of an organisation made for one workspace alone begin so. */
const ownFiles = /^of-/;

/** Null: it was made from none. */
export const templateWords = (template: string | null): string | null =>
  template !== null && ownFiles.test(template) ? 'its own files of an imported organisation' : template;

/** What a lead may do to its team; null: nothing. */
export const rightsWords = (actions: readonly TeamAction[]): string | null =>
  actions.length === 0 ? null : `${actions.join(' and ')} everybody below it`;
