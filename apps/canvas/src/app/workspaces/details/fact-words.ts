import type { Access, TeamAction } from '@guildhall/contracts';
import { capitalised } from '../../agent-state/agent-facts.js';

const accessWords: Record<Access, string> = {
  none: 'its own only',
  read_only: 'read only',
  read_write: 'read and write',
};

export const folderWords = (access: Access, folder: string | null): string =>
  capitalised(folder === null ? accessWords[access] : `${folder}, ${accessWords[access]}`);

/** Prefix of templates that an organisation import made for a single workspace. */
const ownFiles = /^of-/;

/** Null: the workspace was made without a template. */
export const templateWords = (template: string | null): string | null =>
  template !== null && ownFiles.test(template) ? 'files of an imported organisation' : template;

/** The actions that a lead may take on its team; null: none. */
export const rightsWords = (actions: readonly TeamAction[]): string | null =>
  actions.length === 0 ? null : `${actions.join(' and ')} all workspaces below it`;
