import { templateDecider, type ImportTemplateCommand, type TemplateState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

/** Stream `template-<key>`. */
export const templateSlice: StreamSlice<TemplateState, ImportTemplateCommand> = {
  decider: templateDecider,
  initial: () => templateDecider.initialState(),
};
