import { filesDecider, type FilesCommand, type FilesState } from '@guildhall/domain';
import type { StreamType } from '../../commands/executor/stream-type.js';

/** Stream `files-<workspaceId>`. */
export const filesStream: StreamType<FilesState, FilesCommand> = {
  decider: filesDecider,
  initial: () => filesDecider.initialState(),
};
