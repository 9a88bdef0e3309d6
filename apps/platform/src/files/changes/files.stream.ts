import { streams } from '@guildhall/contracts';
import { filesDecider, type FilesCommand, type FilesState } from '@guildhall/domain';
import type { StreamType } from '../../commands/executor/stream-type.js';

/** Stream `files-<workspaceId>`. */
export const filesStream: StreamType<FilesState, FilesCommand> = {
  nameOf: streams.files,
  decider: filesDecider,
  initial: () => filesDecider.initialState(),
};
