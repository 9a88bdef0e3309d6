import { GuildhallError, type TemplateFact, type WrittenFile } from '@guildhall/contracts';
import type { Decider } from '../decider.js';

export interface ImportTemplateCommand {
  templateId: string;
  name: string;
  origin: 'person' | 'organisation';
  /** Sorted by path; their content is stored before the command is given. */
  files: WrittenFile[];
}

/** The files that were imported; null: none yet. */
export type TemplateState = readonly WrittenFile[] | null;

const areSame = (some: readonly WrittenFile[], others: readonly WrittenFile[]): boolean =>
  some.length === others.length &&
  some.every(({ path, digest }, index) => path === others[index]?.path && digest === others[index].digest);

/** Stream `template-<key>`. A template is never changed: agents are made of what it was. */
export const templateDecider: Decider<TemplateState, ImportTemplateCommand, TemplateFact> = {
  initialState: () => null,
  evolve: (_state, { data }) => data.files,
  decide: (state, { templateId, name, origin, files }) => {
    if (state === null) return [{ type: 'TemplateImported', data: { templateId, name, origin, files } }];
    if (areSame(state, files)) return [];
    throw new GuildhallError('TEMPLATE_EXISTS', { template: templateId });
  },
};
