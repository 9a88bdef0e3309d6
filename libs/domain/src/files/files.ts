import {
  fileChangeStatusAfter,
  GuildhallError,
  type Cause,
  type FileFact,
  type FileRootName,
  type WorkspaceId,
  type WrittenFile,
} from '@guildhall/contracts';
import type { Decider, Evolved } from '../decider.js';
import { LayeredMap, type Table } from '../layered-map.js';
import { RecentKeys } from '../recent-keys.js';

/** An intended change of the files below a root; `path` null: all of them are replaced. */
export interface FileChangeIntent {
  change: 'write' | 'delete' | 'replace';
  root: FileRootName;
  path: string | null;
  /** The files that exist afterwards. */
  files: WrittenFile[];
}

export type FilesCommand = { workspaceId: WorkspaceId; changeId: string } & (
  | ({
      type: 'begin';
      /** Changes that were begun when the caller looked at the file; null: it did not look. */
      seen: number | null;
    } & FileChangeIntent)
  | { type: 'done' }
  | { type: 'failed'; cause: Cause }
);

export interface FilesState {
  /** How many changes were begun. */
  begun: number;
  open: Table<string, FileChangeIntent>;
  /** Outcomes of the newest changes. */
  ended: RecentKeys<{ done: boolean; intent: FileChangeIntent }>;
}

const rememberedEnded = 1_000;

const evolve = (state: FilesState, { type, data }: Evolved<FileFact>): FilesState => {
  const { changeId } = data;
  if (type === 'FileChangeBegun') {
    const { change, root, path, files } = data;
    state.begun += 1;
    state.open.set(changeId, { change, root, path, files });
    return state;
  }
  const intent = state.open.get(changeId) ?? state.ended.get(changeId)?.intent;
  state.open.delete(changeId);
  if (intent !== undefined) state.ended.add(changeId, { done: fileChangeStatusAfter[type] === 'done', intent });
  return state;
};

const decide = (state: FilesState, command: FilesCommand): FileFact[] => {
  const { workspaceId, changeId } = command;
  const open = state.open.get(changeId);
  const ended = state.ended.get(changeId);
  switch (command.type) {
    case 'begin': {
      if (open !== undefined || ended !== undefined) return [];
      if (command.seen !== null && command.seen !== state.begun)
        throw new GuildhallError('FILES_BUSY', { id: workspaceId, retryAfter: 1 });
      const { change, root, path, files } = command;
      return [{ type: 'FileChangeBegun', data: { workspaceId, changeId, change, root, path, files } }];
    }
    case 'done': {
      // A change may succeed after it was given up: a late outcome is better than a wrong one.
      const intent = open ?? (ended?.done === false ? ended.intent : undefined);
      return intent === undefined ? [] : outcomeOf({ workspaceId, changeId }, intent);
    }
    case 'failed': {
      if (open === undefined) return [];
      return [{ type: 'FileChangeFailed', data: { workspaceId, changeId, cause: command.cause } }];
    }
  }
};

const outcomeOf = (changeRef: { workspaceId: WorkspaceId; changeId: string }, intent: FileChangeIntent): FileFact[] => {
  const { change, root, path, files } = intent;
  if (change === 'replace' || path === null) return [{ type: 'FilesReplaced', data: { ...changeRef, root, files } }];
  const [file] = files;
  if (change === 'delete' || file === undefined) return [{ type: 'FileDeleted', data: { ...changeRef, root, path } }];
  return [{ type: 'FileWritten', data: { ...changeRef, root, ...file } }];
};

/** Changes of one agent's files: a begun one has exactly one outcome, however often it is reported. */
export const filesDecider: Decider<FilesState, FilesCommand, FileFact> = {
  initialState: () => ({ begun: 0, open: new Map(), ended: new RecentKeys(rememberedEnded) }),
  evolve,
  decide,
  fork: ({ begun, open, ended }) => ({ begun, open: new LayeredMap(open), ended: ended.fork() }),
};
