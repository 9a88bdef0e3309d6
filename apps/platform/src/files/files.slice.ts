import { filesDecider, type FilesCommand, type FilesState } from '@guildhall/domain';
import type { StreamSlice } from '../commands/stream-slice.js';

/** Stream `files-<workspaceId>`. */
export const filesSlice: StreamSlice<FilesState, FilesCommand> = {
  decider: filesDecider,
  initial: () => filesDecider.initialState(),
};
