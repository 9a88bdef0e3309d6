import { streams } from '@guildhall/contracts';
import { templateDecider, type ImportTemplateCommand, type TemplateState } from '@guildhall/domain';
import type { StreamType } from '../commands/executor/stream-type.js';

/** Stream `template-<key>`. */
export const templateStream: StreamType<TemplateState, ImportTemplateCommand> = {
  nameOf: streams.template,
  decider: templateDecider,
  initial: () => templateDecider.initialState(),
};
